package app.rollingpaper.gateway.admin;

import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.balance.Rates;
import app.rollingpaper.gateway.balance.Traffic;

/**
 * What operators see of one instance.
 *
 * @param failures of the requests, those that got no answer or one of 5xx
 * @param memoryBytes as it says itself; 0 when it does not
 * @param requestsPerSecond this and the figures after it over the last ten seconds
 */
record InstanceReport(
    String id,
    String service,
    String url,
    String admin,
    String version,
    String colour,
    int weight,
    double share,
    String state,
    int inFlight,
    int sockets,
    long requests,
    long failures,
    long memoryBytes,
    double requestsPerSecond,
    double errorsPerSecond,
    double p50Ms,
    double p99Ms) {
  static InstanceReport of(Instance instance) {
    Traffic traffic = instance.traffic();
    Rates rates = traffic.rates();
    return new InstanceReport(
        instance.id(),
        instance.service(),
        instance.address().url().toString(),
        instance.address().admin().toString(),
        instance.version(),
        instance.colour(),
        instance.weight(),
        rounded(instance.shareAt(System.nanoTime())),
        word(instance.state()),
        traffic.inFlight(),
        traffic.sockets(),
        traffic.requests(),
        traffic.failures(),
        traffic.memory(),
        rounded(rates.requestsPerSecond()),
        rounded(rates.errorsPerSecond()),
        rounded(rates.p50Ms()),
        rounded(rates.p99Ms()));
  }

  private static String word(Instance.State state) {
    return switch (state) {
      case JOINING -> "joining";
      case UP -> "up";
      case NOT_READY -> "not-ready";
      case DRAINING -> "draining";
      // Why it is out stands in the log; operators and programs ask whether it is.
      case EJECTED, DOWN -> "down";
    };
  }

  private static double rounded(double figure) {
    return Math.round(figure * 100) / 100.0;
  }
}
