package app.rollingpaper.gateway;

import app.rollingpaper.gateway.discovery.InstancesFile;
import ch.qos.logback.classic.LoggerContext;
import java.io.PrintStream;
import java.security.Security;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The program: {@code serve} (or nothing), {@code check-config}, {@code version}. */
public final class Gateway {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Gateway() {}

  public static void main(String[] arguments) throws InterruptedException {
    String command = arguments.length == 0 ? "serve" : arguments[0];
    switch (command) {
      case "serve" -> serve();
      case "check-config" -> System.exit(checkConfig(System.out, System.err));
      case "version" -> System.out.println("gateway " + version());
      default -> {
        System.err.println("gateway: serve | check-config | version");
        System.exit(MISUSED);
      }
    }
  }

  private static void serve() throws InterruptedException {
    GatewayServer server;
    // Names are looked up by our own clock; the JVM's memory of them would make that pointless.
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    try {
      server = GatewayServer.start(GatewayConfig.from(System.getenv()));
    } catch (GatewayConfig.Invalid invalid) {
      invalid.violations().forEach(System.err::println);
      System.exit(MISUSED);
      return;
    } catch (RuntimeException failure) {
      LoggerFactory.getLogger(Gateway.class)
          .error("event=start-failed reason=\"{}\"", rootMessage(failure));
      writeOutLogs();
      System.exit(FAILED);
      return;
    }
    // A process that was asked to stop and did so has not failed, whatever the JVM makes of the
    // signal.
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      server.close();
                      writeOutLogs();
                      Runtime.getRuntime().halt(0);
                    }));
    new CountDownLatch(1).await();
  }

  private static int checkConfig(PrintStream out, PrintStream err) {
    try {
      GatewayConfig config = GatewayConfig.from(System.getenv());
      String problem = InstancesFile.problemWith(config.instancesFile());
      if (problem.isEmpty()) {
        out.println("configuration ok");
        return 0;
      }
      err.println("GATEWAY_INSTANCES_FILE: " + problem);
    } catch (GatewayConfig.Invalid invalid) {
      invalid.violations().forEach(err::println);
    }
    return MISUSED;
  }

  private static void writeOutLogs() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }

  private static String version() {
    return Optional.ofNullable(Gateway.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  private static String rootMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
