package app.rollingpaper.compose.embedded.testing;

import app.rollingpaper.compose.embedded.EmbeddedBroker;
import app.rollingpaper.compose.embedded.Place;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The address of an AMQP broker shared by the tests of this JVM: embedded, or the one named by the environment variable
 * TEST_AMQP_URL. In that, {@code {module}} stands for the module that is tested, so that each can have a virtual host of its
 * own and modules be tested side by side. Thread-safe.
 */
public final class TestBroker {
  private TestBroker() {}

  public static String url() {
    return Server.EMBEDDED.map(EmbeddedBroker::url).orElseGet(TestBroker::given);
  }

  private static String given() {
    return System.getenv("TEST_AMQP_URL")
        .replace("{module}", System.getProperty("test.module", ""));
  }

  /** The embedded one, for tests that kill and start it again; empty when a real one is used. */
  public static Optional<EmbeddedBroker> embedded() {
    return Server.EMBEDDED;
  }

  private static final class Server {
    static final Optional<EmbeddedBroker> EMBEDDED =
        System.getenv("TEST_AMQP_URL") == null ? Optional.of(started()) : Optional.empty();

    private static EmbeddedBroker started() {
      Path directory = Scratch.directory("broker");
      EmbeddedBroker broker = new EmbeddedBroker(Place.in(directory));
      Scratch.endWithTheJvm(broker, directory);
      broker.start();
      return broker;
    }
  }
}
