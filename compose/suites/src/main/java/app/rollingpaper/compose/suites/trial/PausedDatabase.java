package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Tally;
import app.rollingpaper.compose.suites.fault.ProxiedSystem;
import app.rollingpaper.compose.suites.live.Destination;
import app.rollingpaper.compose.suites.live.LaneMeter;
import app.rollingpaper.compose.suites.live.LiveClient;
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Mutation;
import app.rollingpaper.compose.suites.live.Timing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The database does nothing for half a minute while two people are on a paper, through the gateway. As a program, figures. */
public final class PausedDatabase {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final Duration SAVED = Duration.ofSeconds(60);

  private PausedDatabase() {}

  /** What two people noticed. */
  record Noticed(
      LaneMeter.Measured before,
      LaneMeter.Measured during,
      int interruptions,
      int kept,
      boolean saved,
      Duration untilSaved) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "before: %s; during: %s; %d connections lost; %d ops kept, saved %d ms after",
          before,
          during,
          interruptions,
          kept,
          untilSaved.toMillis());
    }
  }

  static Noticed notice(String url, Runnable pause, Runnable goOn, Duration usual, Duration paused)
      throws InterruptedException {
    People people = new People(new Client(url), new Patience(READY, new Tally()));
    Paper paper =
        people.open(
            people.signUp("owner-" + UUID.randomUUID() + "@example.org", "지우", "ko"),
            "while the database is paused",
            "recipient@example.org",
            "ko");
    URI link = people.link(paper, "write");
    Destination hana = Destination.of(url, paper.id(), people.arrive(link, "하나").token());
    Destination duri = Destination.of(url, paper.id(), people.arrive(link, "두리").token());
    try (LiveNetwork network = new LiveNetwork(Timing.USUAL);
        LaneMeter meter = new LaneMeter(network, hana, duri)) {
      LiveClient writer = meter.speaker();
      if (!Waiting.until(READY, () -> isThere(writer) && isThere(meter.watcher()))) {
        throw new IllegalStateException("nobody was let in");
      }
      LaneMeter.Measured before = meter.measure(usual);
      LaneMeter.Measured during;
      int kept;
      pause.run();
      try {
        writer.write(List.of(Mutation.add(UUID.randomUUID(), "kept", 1, 2)));
        writer.write(List.of(Mutation.add(UUID.randomUUID(), "kept too", 1, 2)));
        during = meter.measure(paused);
        kept = writer.outbox().count();
      } finally {
        goOn.run();
      }
      long resumed = System.nanoTime();
      boolean saved =
          Waiting.until(
              SAVED,
              () -> writer.outbox().count() == 0 && meter.watcher().replica().position() == 2);
      return new Noticed(
          before,
          during,
          meter.interruptions(),
          kept,
          saved,
          Duration.ofNanos(System.nanoTime() - resumed));
    }
  }

  private static boolean isThere(LiveClient client) {
    return client.status() == LiveClient.Status.LIVE && client.replica().epoch().isPresent();
  }

  /** Prints what two people notice when the database is paused for 30 s. */
  public static void main(String[] arguments) throws InterruptedException {
    Path data = Path.of("target/paused-" + ProcessHandle.current().pid());
    try (ProxiedSystem system = ProxiedSystem.start(data, 2, 1, Map.of(), System.out::println)) {
      String url = system.system().gatewayUrl();
      // The first are slow for other reasons.
      notice(url, () -> {}, () -> {}, Duration.ofSeconds(5), Duration.ofSeconds(1));
      Noticed noticed =
          notice(
              url,
              () -> system.hang(ProxiedSystem.POSTGRES),
              () -> system.goOn(ProxiedSystem.POSTGRES),
              Duration.ofSeconds(30),
              Duration.ofSeconds(30));
      System.out.println("[paused] " + noticed);
    }
    System.exit(0);
  }
}
