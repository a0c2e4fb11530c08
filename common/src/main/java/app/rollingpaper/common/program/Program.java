package app.rollingpaper.common.program;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.config.InvalidConfiguration;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that every service answers: {@code serve}, {@code migrate}, {@code check-config}, {@code print-config},
 * {@code version}. Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration (EX_CONFIG of sysexits.h).
 */
public final class Program<C extends Record> {
  private static final Logger log = LoggerFactory.getLogger(Program.class);
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int CONFIGURATION = 78;

  private final Service<C> service;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  Program(Service<C> service, Map<String, String> environment, PrintStream out, PrintStream err) {
    this.service = service;
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Runs the command of a process and ends the process. */
  public static <C extends Record> void main(Service<C> service, String[] arguments) {
    Program<C> program = new Program<>(service, System.getenv(), System.out, System.err);
    System.exit(program.run(List.of(arguments)));
  }

  int run(List<String> command) {
    String verb = command.isEmpty() ? "serve" : command.getFirst();
    if (verb.equals("version")) {
      out.println(service.name() + " " + version());
      return 0;
    }
    try {
      Configuration configuration = Configuration.read(environment);
      C config = configuration.as(service.configuration());
      switch (verb) {
        case "check-config" -> out.println("The configuration is complete.");
        case "print-config" -> out.print(configuration.print(service.configuration()));
        case "migrate" -> service.migrate(config);
        case "serve" -> serve(config);
        default -> {
          if (!service.run(command, config, out)) {
            List<String> known =
                new ArrayList<>(
                    List.of("serve", "migrate", "check-config", "print-config", "version"));
            known.addAll(service.commands());
            err.println("usage: " + service.name() + " " + String.join(" | ", known));
            return USAGE;
          }
        }
      }
      return 0;
    } catch (InvalidConfiguration invalid) {
      err.println("The configuration of " + service.name() + " is not right:");
      invalid.violations().forEach(violation -> err.println("  " + violation));
      return CONFIGURATION;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (Exception failed) {
      log.error("event=failed command={}", verb, failed);
      return FAILED;
    }
  }

  private void serve(C config) throws InterruptedException {
    AutoCloseable running = service.start(config);
    log.info("event=ready service={} version={}", service.name(), version());
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(running)));
    new CountDownLatch(1).await();
  }

  private void stop(AutoCloseable running) {
    int code = 0;
    try {
      running.close();
      log.info("event=stopped service={}", service.name());
    } catch (Exception failed) {
      log.error("event=stop_failed", failed);
      code = FAILED;
    }
    // A virtual machine ended by SIGTERM would say 143; this one has done what it was asked to.
    Runtime.getRuntime().halt(code);
  }

  private String version() {
    String version = service.getClass().getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
