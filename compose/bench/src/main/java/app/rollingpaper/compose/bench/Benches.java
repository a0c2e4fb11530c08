package app.rollingpaper.compose.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program: runs the bench that the command line names. */
final class Benches {
  private static final Map<String, Bench> ALL = new LinkedHashMap<>();

  static {
    ALL.put("live-latency", new LiveLatency());
    ALL.put("fan-out", new FanOut());
    ALL.put("bytes", new Bytes());
    ALL.put("idle-sockets", new IdleSockets());
    ALL.put("reconnect-storm", new ReconnectStorm());
    ALL.put("hot-paths", new HotPaths());
    ALL.put("footprint", new Footprint());
  }

  private Benches() {}

  public static void main(String[] arguments) throws Exception {
    Bench bench = arguments.length == 0 ? null : ALL.get(arguments[0]);
    if (bench == null) {
      System.err.println("Usage: compose/bench/run NAME [--option=value …], with one of the names");
      System.err.println("  " + String.join("  ", ALL.keySet()));
      System.exit(2);
      return;
    }
    List<String> options = Arrays.asList(arguments).subList(1, arguments.length);
    bench.run(Settings.parse(options));
    // Threads of clients that were left waiting hold nobody up.
    System.exit(0);
  }
}
