package app.rollingpaper.compose.embedded.testing;

import app.rollingpaper.compose.embedded.EmbeddedRedis;
import app.rollingpaper.compose.embedded.Place;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The address of a Redis shared by the tests of this JVM: embedded, or the one named by the environment variable
 * TEST_REDIS_URL. Thread-safe.
 */
public final class TestRedis {
  private TestRedis() {}

  public static String url() {
    return Server.EMBEDDED.map(EmbeddedRedis::url).orElseGet(() -> System.getenv("TEST_REDIS_URL"));
  }

  /** The embedded one, for tests that kill and start it again; empty when a real one is used. */
  public static Optional<EmbeddedRedis> embedded() {
    return Server.EMBEDDED;
  }

  private static final class Server {
    static final Optional<EmbeddedRedis> EMBEDDED =
        System.getenv("TEST_REDIS_URL") == null ? Optional.of(started()) : Optional.empty();

    private static EmbeddedRedis started() {
      Path directory = Scratch.directory("redis");
      EmbeddedRedis redis = new EmbeddedRedis(Place.in(directory));
      Scratch.endWithTheJvm(redis, directory);
      redis.start();
      return redis;
    }
  }
}
