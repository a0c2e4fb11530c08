package app.rollingpaper.compose.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three nodes that share the slots, without replicas. Thread-safe. */
public final class EmbeddedRedisCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;
  // Nodes speak to each other there.
  private static final int BUS_PORTS = 10_000;
  private static final Duration AGREED = Duration.ofSeconds(30);

  private final List<EmbeddedRedis> nodes;

  /** Starts all of them in a directory, and returns when they are one cluster. */
  public EmbeddedRedisCluster(Path directory) {
    nodes =
        IntStream.range(0, NODES)
            .mapToObj(number -> node(directory.resolve("node-" + number)))
            .toList();
    boolean started = false;
    try {
      nodes.forEach(EmbeddedRedis::start);
      join();
      started = Waiting.until(AGREED, () -> nodes.stream().allMatch(EmbeddedRedisCluster::isWhole));
    } finally {
      if (!started) {
        close();
      }
    }
    if (!started) {
      throw new CannotStart("The nodes did not become one cluster.");
    }
  }

  private static EmbeddedRedis node(Path directory) {
    int port = Ports.free();
    while (!Ports.isFree(port + BUS_PORTS)) {
      port = Ports.free();
    }
    return new EmbeddedRedis(
        Place.in(directory).withPort(port),
        List.of(
            "--cluster-enabled",
            "yes",
            "--cluster-config-file",
            "nodes.conf",
            "--cluster-node-timeout",
            "2000",
            "--cluster-require-full-coverage",
            "no",
            "--save",
            ""));
  }

  private void join() {
    for (int number = 0; number < NODES; number++) {
      EmbeddedRedis node = nodes.get(number);
      String slots =
          IntStream.range(number * SLOTS / NODES, (number + 1) * SLOTS / NODES)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" "));
      node.command("CLUSTER ADDSLOTS " + slots);
      node.command("CLUSTER SET-CONFIG-EPOCH " + (number + 1));
    }
    nodes.stream()
        .skip(1)
        .forEach(node -> node.command("CLUSTER MEET 127.0.0.1 " + nodes.getFirst().port()));
  }

  private static boolean isWhole(EmbeddedRedis node) {
    String state = node.ask("CLUSTER INFO");
    return state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:" + NODES);
  }

  public String url() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  public int size() {
    return NODES;
  }

  /** Kills one node, and with it the slots that it has. */
  public void kill(int node) {
    nodes.get(node).kill();
  }

  /** Brings it back. */
  public void startAgain(int node) {
    nodes.get(node).start();
  }

  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::close);
  }
}
