package app.rollingpaper.compose.embedded;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * An AMQP 0-9-1 broker (Apache Qpid Broker-J) as a small JVM of its own on 127.0.0.1. Durable queues and persistent
 * messages outlive it. Thread-safe.
 */
public final class EmbeddedBroker implements EmbeddedPart {
  static final String USER = "app";
  private static final String VIRTUAL_HOST = "default";
  private static final int PROBE_MILLIS = 5_000;

  private final Place place;
  private final Path cache;
  private final PartProcess process;

  public EmbeddedBroker(Place place) {
    this(place, Platform.cache());
  }

  /** With its libraries unpacked, if need be, in a cache of the caller's. */
  public EmbeddedBroker(Place place, Path cache) {
    this.place = place;
    this.cache = cache;
    this.process = new PartProcess("The message broker", place, place.directory().toString());
  }

  @Override
  public synchronized void start() {
    if (process.isRunning()) {
      return;
    }
    process.open(Signal.TERMINATE);
    passwordFile().readOrCreate();
    process.launch(
        new PartProcess.Start(
            List.of(
                Programs.java().toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.provider=" + BrokerLog.class.getName(),
                "-Dslf4j.internal.verbosity=WARN",
                "-Dderby.stream.error.file=" + place.directory().resolve("derby.log"),
                BrokerProgram.class.getName(),
                place.directory().toString(),
                Integer.toString(port())),
            // The class path would hide everything else on the command line.
            Map.of("CLASSPATH", BrokerLibraries.classPath(cache)),
            Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"),
            false,
            Signal.KILL,
            this::answers));
  }

  @Override
  public boolean isRunning() {
    return process.isRunning();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public int port() {
    return process.port();
  }

  /** The whole address: account, port and virtual host. */
  public String url() {
    return "amqp://"
        + USER
        + ":"
        + passwordFile().readOrCreate()
        + "@127.0.0.1:"
        + port()
        + "/"
        + VIRTUAL_HOST;
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void stop() {
    process.stop(Signal.TERMINATE, Duration.ofSeconds(20));
  }

  PasswordFile passwordFile() {
    return new PasswordFile(place.directory().resolve("password"));
  }

  // An open port is no proof: a broker without its virtual host listens too. Only a connection that
  // opens is.
  private boolean answers() {
    if (Ports.isFree(port())) {
      return false;
    }
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port());
    factory.setUsername(USER);
    factory.setPassword(passwordFile().readOrCreate());
    factory.setVirtualHost(VIRTUAL_HOST);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(PROBE_MILLIS);
    factory.setHandshakeTimeout(PROBE_MILLIS);
    try (Connection connection = factory.newConnection("readiness")) {
      return connection.isOpen();
    } catch (IOException | TimeoutException notYet) {
      return false;
    }
  }
}
