package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.Edition;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The ledger's tables. */
final class LedgerStore {
  private static final String LOCK =
      """
      select state, seq, note_count, text_bytes, closes_at, deliver_at, %s as epoch
      from paper where paper_id = :paper for update
      """
          .formatted(Edition.EPOCH);

  private static final String STANDINGS =
      """
      select asked.author_id, asked.client_id, coalesce(c.n, 0) as decided,
        exists (select from paper p where p.paper_id = :paper and p.owner_id = asked.author_id)
        or exists (select from guest g where g.paper_id = :paper and g.guest_id = asked.author_id
                     and g.removed_at is null) as belongs
      from unnest(cast(:authors as uuid[]), cast(:clients as bigint[])) as asked (author_id, client_id)
      left join client c
        on c.paper_id = :paper and c.author_id = asked.author_id and c.client_id = asked.client_id
      """;

  private static final String LOAD = String.join(";\n", LOCK, STANDINGS, NoteStore.THOSE);

  private static final String APPEND =
      """
      with deciding as (
        insert into client (paper_id, author_id, client_id, n)
        select :paper, d.author_id, d.client_id, d.n
        from unnest(cast(:decided_authors as uuid[]), cast(:decided_clients as bigint[]),
                    cast(:decided_numbers as bigint[])) as d (author_id, client_id, n)
        on conflict (paper_id, author_id, client_id) do update set n = excluded.n
      ), advancing as (
        update paper set
          version = version + case when state = :state then 0 else 1 end,
          state = :state, seq = :seq, note_count = :count, text_bytes = :bytes,
          sealed_at =
            case when :state in ('sealed', 'delivered') then coalesce(sealed_at, :at) else sealed_at end,
          delivered_at =
            case when :state = 'delivered' then coalesce(delivered_at, :at) else delivered_at end
        where paper_id = :paper
      ), %s
      insert into op (paper_id, seq, author_id, author_name, client_id, n, at, mutations)
      select :paper, o.seq, o.author_id, o.author_name, o.client_id, o.n, :at, cast(o.mutations as jsonb)
      from unnest(cast(:seqs as bigint[]), cast(:op_authors as uuid[]), cast(:names as text[]),
                  cast(:op_clients as bigint[]), cast(:numbers as bigint[]), cast(:mutations as text[]))
        as o (seq, author_id, author_name, client_id, n, mutations)
      """
          .formatted(NoteStore.WRITING);

  private final NoteStore notes;
  private final ObjectReader readMutations;
  private final ObjectWriter writeMutations;

  LedgerStore(ObjectMapper json) {
    notes = new NoteStore(json);
    TypeReference<List<Mutation>> mutations = new TypeReference<>() {};
    readMutations = json.readerFor(mutations);
    writeMutations = json.writerFor(mutations);
  }

  /** The head of a paper's ledger, and what the limits are about. */
  record Head(PaperState state, long seq, int notes, int textBytes) {}

  /** The head while its paper is locked, and the timeline that what is committed under the lock belongs to. */
  record Locked(Head head, long epoch, Plan plan) {}

  /** When the paper is to be sealed and delivered by itself. */
  record Plan(@Nullable Instant closesAt, @Nullable Instant deliverAt) {}

  /** A client of an author. */
  record Client(UUID author, ClientId id) {}

  /** A locked paper, how clients stand with it, and those of its notes that were asked for. */
  record Loaded(Locked locked, Map<Client, Standing> standings, List<Note> notes) {}

  /**
   * Locks the paper until the transaction ends, so that its changes come one after the other, and reads what is decided by
   * under the lock. Three statements, so that the others see what was committed while the first waited, but one way to the
   * database and back.
   */
  Optional<Loaded> load(
      Handle handle, PaperId paper, Collection<Client> clients, Collection<NoteId> touched) {
    return bindClients(handle.createQuery(LOAD), clients)
        .bind("paper", paper.value())
        .bindArray("notes", UUID.class, touched.stream().map(NoteId::value).toArray())
        .execute(
            (executed, context) -> {
              try (context) {
                return loaded(executed.get());
              }
            });
  }

  private Optional<Loaded> loaded(PreparedStatement executed) throws SQLException {
    ResultSet paper = executed.getResultSet();
    if (!paper.next()) {
      return Optional.empty();
    }
    Locked locked =
        new Locked(
            new Head(
                PaperState.of(paper.getString("state")),
                paper.getLong("seq"),
                paper.getInt("note_count"),
                paper.getInt("text_bytes")),
            paper.getLong("epoch"),
            new Plan(instant(paper, "closes_at"), instant(paper, "deliver_at")));
    executed.getMoreResults();
    Map<Client, Standing> standings = standings(executed.getResultSet());
    executed.getMoreResults();
    List<Note> found = new ArrayList<>();
    for (ResultSet rows = executed.getResultSet(); rows.next(); ) {
      found.add(notes.note(rows));
    }
    return Optional.of(new Loaded(locked, standings, found));
  }

  /** How far a paper is, and on which timeline. */
  Optional<Archive.Position> position(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            "select state, seq, " + Edition.EPOCH + " as epoch from paper where paper_id = :paper")
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Archive.Position(
                    row.getLong("epoch"),
                    row.getLong("seq"),
                    PaperState.of(row.getString("state"))))
        .findOne();
  }

  /** The heads of these papers. */
  Map<PaperId, Long> heads(Handle handle, Collection<PaperId> papers) {
    Map<PaperId, Long> heads = new HashMap<>();
    handle
        .createQuery("select paper_id, seq from paper where paper_id = any(:papers)")
        .bindArray("papers", UUID.class, papers.stream().map(PaperId::value).toArray())
        .map(
            (row, context) ->
                Map.entry(new PaperId(row.getObject("paper_id", UUID.class)), row.getLong("seq")))
        .forEach(entry -> heads.put(entry.getKey(), entry.getValue()));
    return heads;
  }

  /**
   * How a client stands with a paper.
   *
   * @param decided the highest number that is decided of it; 0 when none is
   * @param belongs whether its author is the paper's owner or one of its guests
   */
  record Standing(long decided, boolean belongs) {}

  /** How each of these clients stands with the paper. */
  Map<Client, Standing> standings(Handle handle, PaperId paper, Collection<Client> clients) {
    return bindClients(handle.createQuery(STANDINGS), clients)
        .bind("paper", paper.value())
        .execute(
            (executed, context) -> {
              try (context) {
                return standings(executed.get().getResultSet());
              }
            });
  }

  private static Query bindClients(Query query, Collection<Client> clients) {
    return query
        .bindArray("authors", UUID.class, clients.stream().map(Client::author).toArray())
        .bindArray(
            "clients", Long.class, clients.stream().map(client -> client.id().value()).toArray());
  }

  private static Map<Client, Standing> standings(ResultSet rows) throws SQLException {
    Map<Client, Standing> standings = new HashMap<>();
    while (rows.next()) {
      standings.put(
          new Client(
              rows.getObject("author_id", UUID.class), new ClientId(rows.getLong("client_id"))),
          new Standing(rows.getLong("decided"), rows.getBoolean("belongs")));
    }
    return standings;
  }

  /** Keeps the numbers that were decided when nothing gets into the ledger. */
  void decide(Handle handle, PaperId paper, Map<Client, Long> decided) {
    bindDecided(
            handle.createUpdate(
                """
                insert into client (paper_id, author_id, client_id, n)
                select :paper, d.author_id, d.client_id, d.n
                from unnest(cast(:decided_authors as uuid[]), cast(:decided_clients as bigint[]),
                            cast(:decided_numbers as bigint[])) as d (author_id, client_id, n)
                on conflict (paper_id, author_id, client_id) do update set n = excluded.n
                """),
            decided)
        .bind("paper", paper.value())
        .execute();
  }

  /**
   * Appends entries that were made at the same time, moves the head there, writes the notes they changed and keeps the
   * numbers that were decided: one statement, because each costs a way to the database and back while the paper is locked.
   */
  void append(
      Handle handle,
      PaperId paper,
      List<Op> ops,
      Head head,
      Collection<Note> changed,
      Map<Client, Long> decided,
      Instant at) {
    bindDecided(handle.createUpdate(APPEND), decided)
        .bind("paper", paper.value())
        .bind("state", head.state().word())
        .bind("seq", head.seq())
        .bind("count", head.notes())
        .bind("bytes", head.textBytes())
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bind("notes", notes.rows(changed))
        .bindArray("seqs", Long.class, column(ops, Op::seq))
        .bindArray("op_authors", UUID.class, column(ops, op -> op.author().id()))
        .bindArray("names", String.class, column(ops, op -> op.author().name()))
        .bindArray("op_clients", Long.class, column(ops, op -> op.client().value()))
        .bindArray("numbers", Long.class, column(ops, Op::n))
        .bindArray("mutations", String.class, column(ops, op -> write(op.mutations())))
        .execute();
  }

  private static Update bindDecided(Update update, Map<Client, Long> decided) {
    List<Map.Entry<Client, Long>> all = List.copyOf(decided.entrySet());
    return update
        .bindArray("decided_authors", UUID.class, column(all, one -> one.getKey().author()))
        .bindArray("decided_clients", Long.class, column(all, one -> one.getKey().id().value()))
        .bindArray("decided_numbers", Long.class, column(all, Map.Entry::getValue));
  }

  private static <T> Object[] column(List<T> rows, Function<T, Object> value) {
    return rows.stream().map(value).toArray();
  }

  Optional<Op> op(Handle handle, PaperId paper, Client client, long n) {
    return handle
        .createQuery(
            """
            select seq, author_id, author_name, client_id, n, at, mutations from op
            where paper_id = :paper and author_id = :author and client_id = :client and n = :n
            """)
        .bind("paper", paper.value())
        .bind("author", client.author())
        .bind("client", client.id().value())
        .bind("n", n)
        .map((row, context) -> op(row))
        .findOne();
  }

  /** Entries after {@code seq}, in order. */
  List<Op> since(Handle handle, PaperId paper, long seq, int limit) {
    return handle
        .createQuery(
            """
            select seq, author_id, author_name, client_id, n, at, mutations from op
            where paper_id = :paper and seq > :seq
            order by seq limit :limit
            """)
        .bind("paper", paper.value())
        .bind("seq", seq)
        .bind("limit", limit)
        .map((row, context) -> op(row))
        .list();
  }

  /** The database's timeline: after a failover it is another one, and positions of the old one are void. */
  long epoch(Handle handle) {
    return handle.createQuery("select " + Edition.EPOCH).mapTo(Long.class).one();
  }

  /**
   * Takes what notes said out of their history, up to and with the entry that took them away; what the ledger adds up to
   * stays the same.
   */
  void redact(Handle handle, PaperId paper, Map<NoteId, Long> notes) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            update op set mutations = (
              select jsonb_agg(
                case when m ->> 'note' = :note
                  then m || case when jsonb_exists(m, 'text') then '{"text": ""}'::jsonb else '{}' end
                         || case when jsonb_exists(m, 'stickers') then '{"stickers": []}'::jsonb else '{}' end
                  else m end
                order by place)
              from jsonb_array_elements(op.mutations) with ordinality as listed (m, place))
            where paper_id = :paper and seq <= :seq
              and mutations @> jsonb_build_array(jsonb_build_object('note', :note))
            """);
    notes.forEach(
        (note, seq) ->
            batch
                .bind("paper", paper.value())
                .bind("note", note.toString())
                .bind("seq", seq)
                .add());
    batch.execute();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private Op op(ResultSet row) throws SQLException {
    return new Op(
        row.getLong("seq"),
        new ClientId(row.getLong("client_id")),
        row.getLong("n"),
        new Author(row.getObject("author_id", UUID.class), row.getString("author_name")),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        read(row.getString("mutations")));
  }

  private String write(List<Mutation> mutations) {
    try {
      return writeMutations.writeValueAsString(mutations);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("mutations can be written", impossible);
    }
  }

  private List<Mutation> read(String mutations) {
    try {
      return readMutations.readValue(mutations);
    } catch (JsonProcessingException unknown) {
      throw new IllegalStateException(
          "the ledger holds mutations that this version does not know", unknown);
    }
  }
}
