package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Redis, its replica, and three sentinels that make the replica the new primary when the old one is gone. Thread-safe. */
public final class EmbeddedSentinels implements AutoCloseable {
  private static final String NAME = "paper";
  private static final Duration AGREED = Duration.ofSeconds(30);

  private final EmbeddedRedis primary;
  private final EmbeddedRedis replica;
  private final List<EmbeddedRedis> sentinels = new ArrayList<>();

  /** Starts all of them in a directory, and returns when the sentinels know each other and the replica. */
  public EmbeddedSentinels(Path directory) {
    List<String> kept = List.of("--appendonly", "no", "--save", "");
    primary = new EmbeddedRedis(Place.in(directory.resolve("primary")), kept);
    List<String> following = new ArrayList<>(kept);
    following.addAll(List.of("--replicaof", "127.0.0.1 " + primary.port()));
    replica = new EmbeddedRedis(Place.in(directory.resolve("replica")), following);
    boolean started = false;
    try {
      primary.start();
      replica.start();
      for (int number = 1; number <= 3; number++) {
        Path own = directory.resolve("sentinel-" + number);
        EmbeddedRedis sentinel =
            new EmbeddedRedis(Place.in(own), List.of(configuration(own).toString(), "--sentinel"));
        sentinels.add(sentinel);
        sentinel.start();
      }
      started = Waiting.until(AGREED, () -> sentinels.stream().allMatch(EmbeddedSentinels::knows));
    } finally {
      if (!started) {
        close();
      }
    }
    if (!started) {
      throw new CannotStart("The sentinels did not find each other.");
    }
  }

  // A sentinel writes what it learns into its configuration.
  private Path configuration(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.writeString(
          directory.resolve("sentinel.conf"),
          String.join(
              "\n",
              "sentinel monitor " + NAME + " 127.0.0.1 " + primary.port() + " 2",
              "sentinel down-after-milliseconds " + NAME + " 1000",
              "sentinel failover-timeout " + NAME + " 5000",
              ""));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean knows(EmbeddedRedis sentinel) {
    String known = sentinel.ask("INFO sentinel");
    return known.contains("status=ok") && known.contains("slaves=1,sentinels=3");
  }

  public String url() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "/" + NAME));
  }

  /** Kills the primary; the replica takes its place when the sentinels have agreed. */
  public void killPrimary() {
    primary.kill();
  }

  /** Whether the replica has become the primary. */
  public boolean hasFailedOver() {
    return replica.ask("INFO replication").contains("role:master");
  }

  @Override
  public void close() {
    Stream.concat(sentinels.stream(), Stream.of(replica, primary)).forEach(EmbeddedRedis::close);
  }
}
