package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The program behind {@code ./run}. */
public final class Launcher {
  static final String USAGE =
      """

      ./run [--paper=2] [--user=1] [--notification=1] [--port=8080] [--data=DIR] [--fresh] [--no-build]
          starts everything and keeps it running until Ctrl-C; --fresh begins with empty data
      ./run status                 what runs where, which version, and what it has to do
      ./run logs NAME [-f]         the end of a process's log; -f follows it
      ./run scale paper=3          more or fewer instances; those that go finish first
      ./run drain paper-1          sends it nothing more and lets it finish
      ./run restore paper-1        sends it requests again
      ./run deploy paper [--rolling | --in-place | --switch-port | --blue-green [--canary=10,50]]
                         [--from=DIR] [--version=NAME] [--patience=2m] [--regardless]
          exchanges the instances for those of what is built, or of the jars in DIR, and goes back by itself
          when the new ones do worse; refuses when the rest could not carry the load, or the machine has no
          time to spare for it within 2 minutes while requests arrive (--regardless: does it all the same)
      ./run deploy gateway [--from=DIR] [--version=NAME]
          starts a new gateway on the same port and lets the old one finish
      ./run rollback paper         goes back to what ran before the last deploy of it, or of the gateway
      ./run restart paper-1        stops and starts one process in order
      ./run mail                   what was sent
      ./run stop                   the same as Ctrl-C
      (--data=DIR goes with each of them.)

      DATABASE_URL, REDIS_URL, AMQP_URL and SMTP_URL name real servers instead of the embedded ones;
      PAPER_DATABASE_URL, USER_DATABASE_URL and NOTIFICATION_DATABASE_URL give one service its own database.
      RP_… settings reach every service, PAPER_RP_… (USER_…, NOTIFICATION_…) one, GATEWAY_… the gateway.""";
  private static final String DATA = "--data=";
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;

  private Launcher() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> words = List.of(arguments);
    try {
      if (words.contains("--help") || words.contains("help")) {
        System.out.println(USAGE.strip());
        return;
      }
      Optional<String> command = words.stream().filter(word -> !word.startsWith("--")).findFirst();
      if (command.isEmpty()) {
        serve(Options.parse(words, System.getenv()));
      } else {
        // Only where the data is concerns a command; the other words are its own.
        List<String> settings = words.stream().filter(word -> word.startsWith(DATA)).toList();
        List<String> others = new ArrayList<>(words);
        others.removeAll(settings);
        others.remove(command.get());
        Options options = Options.parse(settings, System.getenv());
        System.exit(new ControlClient(options.data(), System.out).run(command.get(), others));
      }
    } catch (CannotStart sentence) {
      System.err.println("\n" + sentence.getMessage());
      System.exit(FAILED);
    }
  }

  private static void serve(Options options) throws InterruptedException {
    long began = System.nanoTime();
    System.out.println("Starting Rolling Paper on the data in " + options.data());
    RollingPaper system = new RollingPaper(options, line -> System.out.println("  " + line));
    AtomicReference<@Nullable ControlServer> control = new AtomicReference<>();
    AtomicBoolean stopping = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      stopping.set(true);
                      stop(system, control.get());
                    }));
    try {
      system.open();
    } catch (CannotStart sentence) {
      if (stopping.get()) {
        // What is being stopped cannot start: no news, and whoever stops it has not finished.
        new CountDownLatch(1).await();
      }
      System.err.println("\n" + sentence.getMessage());
      Runtime.getRuntime().halt(FAILED);
    }
    control.set(ControlServer.open(system, options.data(), () -> System.exit(0)));
    System.out.println();
    System.out.print(Report.of(system));
    System.out.printf(Locale.ROOT, "%nReady after %.1f s.%n", (System.nanoTime() - began) / 1e9);
    system.train();
    new CountDownLatch(1).await();
  }

  private static void stop(RollingPaper system, @Nullable ControlServer control) {
    System.out.println("\nStopping …");
    if (control != null) {
      control.close();
    }
    system.close();
    System.out.println("Stopped. The data is kept in " + system.data());
    Runtime.getRuntime().halt(control == null ? INTERRUPTED : 0);
  }
}
