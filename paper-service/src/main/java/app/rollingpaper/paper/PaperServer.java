package app.rollingpaper.paper;

import app.rollingpaper.common.auth.BearerFilter;
import app.rollingpaper.common.auth.TokenVerifier;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.event.Broker;
import app.rollingpaper.common.event.Outbox;
import app.rollingpaper.common.event.OutboxRelay;
import app.rollingpaper.common.http.Health;
import app.rollingpaper.common.http.HttpServer;
import app.rollingpaper.common.http.Json;
import app.rollingpaper.common.http.WarmUp;
import app.rollingpaper.common.program.Metrics;
import app.rollingpaper.common.program.Parts;
import app.rollingpaper.common.program.Program;
import app.rollingpaper.common.program.Service;
import app.rollingpaper.common.redis.RedisAddress;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.paper.access.Access;
import app.rollingpaper.paper.access.Guard;
import app.rollingpaper.paper.access.GuestToken;
import app.rollingpaper.paper.board.EnvelopeResource;
import app.rollingpaper.paper.board.PaperResource;
import app.rollingpaper.paper.board.Papers;
import app.rollingpaper.paper.board.PapersResource;
import app.rollingpaper.paper.delivery.Announcements;
import app.rollingpaper.paper.delivery.Deliveries;
import app.rollingpaper.paper.delivery.DeliveryResource;
import app.rollingpaper.paper.delivery.PreviewResource;
import app.rollingpaper.paper.delivery.Thanks;
import app.rollingpaper.paper.delivery.ThanksResource;
import app.rollingpaper.paper.delivery.Timekeeper;
import app.rollingpaper.paper.guest.Capabilities;
import app.rollingpaper.paper.guest.GuestResource;
import app.rollingpaper.paper.guest.Guests;
import app.rollingpaper.paper.guest.GuestsResource;
import app.rollingpaper.paper.guest.LinkResource;
import app.rollingpaper.paper.guest.Links;
import app.rollingpaper.paper.ledger.Archive;
import app.rollingpaper.paper.ledger.Ledger;
import app.rollingpaper.paper.ledger.LedgerLimits;
import app.rollingpaper.paper.ledger.OpsResource;
import app.rollingpaper.paper.live.Hubs;
import app.rollingpaper.paper.live.LiveBus;
import app.rollingpaper.paper.live.LiveSocket;
import app.rollingpaper.paper.live.RedisLiveBus;
import app.rollingpaper.paper.note.NoteResource;
import app.rollingpaper.paper.note.Notes;
import app.rollingpaper.paper.note.ReactionResource;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** An instance of paper-service: everything it is made of, put together. */
final class PaperServer implements AutoCloseable {
  private static final String NAME = "paper-service";

  private final Parts parts = new Parts();
  private final HttpServer http;

  private PaperServer(PaperConfig config, InstantSource clock, TokenVerifier tokens, LiveBus bus) {
    try {
      PrometheusMeterRegistry metrics = Metrics.registry();
      parts.closing(metrics::close);
      ObjectMapper json = Json.mapper();
      Ids ids = Ids.timeOrdered();

      Database database = parts.closing(new Database(config.database(), NAME, metrics));
      database.migrate();
      Jdbi jdbi = database.jdbi();
      Health health = parts.closing(new Health());
      Broker broker = parts.closing(new Broker(config.amqp(), NAME));
      Outbox outbox = new Outbox(ids, clock, json);
      OutboxRelay relay = parts.closing(new OutboxRelay(jdbi, broker, outbox));

      PaperConfig.Limits limits = config.limits();
      LedgerLimits ledgerLimits =
          new LedgerLimits(
              limits.notesPerPaper(), limits.textBytesPerPaper(), limits.waitingOpsPerPaper());
      Access access = new Access(jdbi);
      Hubs hubs =
          parts.closing(
              new Hubs(
                  config.live(),
                  ledgerLimits,
                  new Archive(jdbi, json),
                  access,
                  tokens,
                  bus,
                  ids,
                  json,
                  metrics,
                  health::draining));
      Capabilities capabilities = new Capabilities(config.capabilities().key());
      Links links =
          new Links(jdbi, capabilities, ids, clock, config.publicUrl(), limits.linksPerPaper());
      Guests guests =
          new Guests(jdbi, capabilities, ids, clock, limits.guestsPerPaper(), hubs::lookAtMembers);
      Ledger ledger =
          new Ledger(jdbi, json, clock, ledgerLimits, new Announcements(outbox, links), hubs);
      Guard guard = new Guard(access);
      Papers papers = new Papers(jdbi, ids, clock, limits.papersPerOwner());
      Notes notes = new Notes(jdbi, json, ledger, ids);
      Deliveries deliveries = new Deliveries(ledger, ids);

      health
          .critical("database", database::answers)
          .critical("keys", tokens::hasKeys)
          .optional("broker", broker::isConnected)
          .optional("bus", bus::connected);
      http =
          parts.closing(
              new HttpServer(
                  config.http(),
                  json,
                  health,
                  metrics,
                  ids,
                  List.of(
                      new BearerFilter(tokens, GuestToken::recognise),
                      new PapersResource(papers),
                      new PaperResource(guard, papers),
                      new EnvelopeResource(papers),
                      new LinkResource(guard, links),
                      new GuestResource(guests),
                      new GuestsResource(guard, guests),
                      new NoteResource(guard, notes),
                      new ReactionResource(guard, notes),
                      new OpsResource(guard, ledger),
                      new DeliveryResource(guard, deliveries, papers),
                      new PreviewResource(guard, papers, notes),
                      new ThanksResource(guard, new Thanks(jdbi, outbox, clock))),
                  new LiveSocket(hubs, ledger, config.publicUrl())));
      papers.followTheRulesOfZones();
      Timekeeper timekeeper =
          parts.closing(new Timekeeper(jdbi, deliveries, clock, config.clock().pause()));
      relay.start();
      timekeeper.start();
      hubs.start();
      http.start(warmUp(ids));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** What is asked most, of a paper that is not there by a guest whom nobody knows. */
  private static WarmUp warmUp(Ids ids) {
    UUID id = ids.next();
    String paper = "/api/papers/" + id;
    String guest = GuestToken.PREFIX + "warm-up";
    return new WarmUp()
        .get(paper + "/notes", guest)
        .get(paper, guest)
        .send("PATCH", paper + "/notes/" + ids.next(), guest, "{\"text\":\"축하해\",\"x\":1}")
        .send(
            "POST",
            paper + "/ops",
            guest,
            "{\"c\":\"00000000000000aa\",\"n\":1,\"d\":[{\"m\":\"set\",\"note\":\""
                + ids.next()
                + "\",\"x\":1}]}")
        .get(paper + "/notes", guest)
        .socket("/ws/papers/" + id, guest, "{\"t\":\"hello\",\"v\":1,\"c\":\"00000000000000aa\"}");
  }

  /** Starts an instance. */
  static PaperServer start(PaperConfig config, InstantSource clock, TokenVerifier tokens) {
    return start(
        config, clock, tokens, new RedisLiveBus(RedisAddress.parse(config.redis().url().reveal())));
  }

  /** Starts an instance on a bus of the caller's, which ends with it. */
  static PaperServer start(
      PaperConfig config, InstantSource clock, TokenVerifier tokens, LiveBus bus) {
    return new PaperServer(config, clock, tokens, bus);
  }

  /** The public port. */
  int port() {
    return http.port();
  }

  /** The admin port. */
  int adminPort() {
    return http.adminPort();
  }

  /** Ends the parts in the reverse order of their start: requests first, the database last. */
  @Override
  public void close() {
    parts.close();
  }

  public static void main(String[] arguments) {
    Program.main(new PaperService(), arguments);
  }

  /** The commands of the program. */
  private static final class PaperService implements Service<PaperConfig> {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Class<PaperConfig> configuration() {
      return PaperConfig.class;
    }

    @Override
    public void migrate(PaperConfig config) {
      try (Database database = new Database(config.database(), NAME, Metrics.registry())) {
        database.migrate();
      }
    }

    @Override
    public AutoCloseable start(PaperConfig config) {
      InstantSource clock = InstantSource.system();
      return PaperServer.start(config, clock, new TokenVerifier(config.auth(), clock));
    }
  }
}
