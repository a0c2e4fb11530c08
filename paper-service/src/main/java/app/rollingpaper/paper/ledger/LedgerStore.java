package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The ledger's tables. */
final class LedgerStore {
  /** The database's timeline, in the first eight digits of the name of the log file that is being written. */
  private static final String EPOCH =
      "('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint";

  private final ObjectReader readMutations;
  private final ObjectWriter writeMutations;

  LedgerStore(ObjectMapper json) {
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

  /** Locks the paper until the transaction ends, so that its changes come one after the other. */
  Optional<Locked> lock(Handle handle, PaperId paper) {
    return handle
        .createQuery(
            "select state, seq, note_count, text_bytes, closes_at, deliver_at, "
                + EPOCH
                + " as epoch from paper where paper_id = :paper for update")
        .bind("paper", paper.value())
        .map(
            (row, context) ->
                new Locked(
                    new Head(
                        PaperState.of(row.getString("state")),
                        row.getLong("seq"),
                        row.getInt("note_count"),
                        row.getInt("text_bytes")),
                    row.getLong("epoch"),
                    new Plan(instant(row, "closes_at"), instant(row, "deliver_at"))))
        .findOne();
  }

  /** How far a paper is, and on which timeline. */
  Optional<Archive.Position> position(Handle handle, PaperId paper) {
    return handle
        .createQuery("select state, seq, " + EPOCH + " as epoch from paper where paper_id = :paper")
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

  /** The highest number decided for each of these clients; a client that is not known is not in the map. */
  Map<Client, Long> decided(Handle handle, PaperId paper, Collection<Client> clients) {
    Map<Client, Long> decided = new HashMap<>();
    handle
        .createQuery(
            """
            select c.author_id, c.client_id, c.n
            from client c
            join unnest(cast(:authors as uuid[]), cast(:clients as bigint[])) as asked (author_id, client_id)
              on c.author_id = asked.author_id and c.client_id = asked.client_id
            where c.paper_id = :paper
            """)
        .bind("paper", paper.value())
        .bindArray("authors", UUID.class, clients.stream().map(Client::author).toArray())
        .bindArray(
            "clients", Long.class, clients.stream().map(client -> client.id().value()).toArray())
        .map(
            (row, context) ->
                Map.entry(
                    new Client(
                        row.getObject("author_id", UUID.class),
                        new ClientId(row.getLong("client_id"))),
                    row.getLong("n")))
        .forEach(entry -> decided.put(entry.getKey(), entry.getValue()));
    return decided;
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
   * Appends entries that were made at the same time, moves the head there and keeps the numbers that were decided: one
   * statement, because each costs a way to the database and back while the paper is locked.
   */
  void append(
      Handle handle,
      PaperId paper,
      List<Op> ops,
      Head head,
      Map<Client, Long> decided,
      Instant at) {
    bindDecided(
            handle.createUpdate(
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
                    state = :state, seq = :seq, note_count = :notes, text_bytes = :bytes,
                    sealed_at =
                      case when :state in ('sealed', 'delivered') then coalesce(sealed_at, :at) else sealed_at end,
                    delivered_at =
                      case when :state = 'delivered' then coalesce(delivered_at, :at) else delivered_at end
                  where paper_id = :paper
                )
                insert into op (paper_id, seq, author_id, author_name, client_id, n, at, mutations)
                select :paper, o.seq, o.author_id, o.author_name, o.client_id, o.n, :at, cast(o.mutations as jsonb)
                from unnest(cast(:seqs as bigint[]), cast(:authors as uuid[]), cast(:names as text[]),
                            cast(:clients as bigint[]), cast(:numbers as bigint[]), cast(:mutations as text[]))
                  as o (seq, author_id, author_name, client_id, n, mutations)
                """),
            decided)
        .bind("paper", paper.value())
        .bind("state", head.state().word())
        .bind("seq", head.seq())
        .bind("notes", head.notes())
        .bind("bytes", head.textBytes())
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bindArray("seqs", Long.class, column(ops, Op::seq))
        .bindArray("authors", UUID.class, column(ops, op -> op.author().id()))
        .bindArray("names", String.class, column(ops, op -> op.author().name()))
        .bindArray("clients", Long.class, column(ops, op -> op.client().value()))
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
    return handle.createQuery("select " + EPOCH).mapTo(Long.class).one();
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

  /** Which of these authors still belong to the paper: its owner and its guests. */
  Set<UUID> members(Handle handle, PaperId paper, Set<UUID> authors) {
    return new HashSet<>(
        handle
            .createQuery(
                """
                select owner_id from paper where paper_id = :paper and owner_id = any(:authors)
                union all
                select guest_id from guest where paper_id = :paper and guest_id = any(:authors)
                  and removed_at is null
                """)
            .bind("paper", paper.value())
            .bindArray("authors", UUID.class, authors.toArray())
            .mapTo(UUID.class)
            .list());
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
