package app.rollingpaper.gateway.edge;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How many requests were answered, how, and how fast. Counters only, so that a request leaves no object behind. */
public final class RequestFigures {
  private static final long[] BUCKETS_MILLIS = {
    5, 10, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000
  };

  private final LongAdder[] byClass = adders(6);
  private final LongAdder[] buckets = adders(BUCKETS_MILLIS.length + 1);
  private final LongAdder nanos = new LongAdder();
  private final LongAdder retries = new LongAdder();

  void answered(int status, long elapsedNanos) {
    byClass[Math.clamp(status / 100, 0, 5)].increment();
    nanos.add(elapsedNanos);
    int bucket = 0;
    while (bucket < BUCKETS_MILLIS.length
        && elapsedNanos > TimeUnit.MILLISECONDS.toNanos(BUCKETS_MILLIS[bucket])) {
      bucket++;
    }
    buckets[bucket].increment();
  }

  /** A request is sent once more, to another instance. */
  public void retried() {
    retries.increment();
  }

  /** Appends the figures in Prometheus' text format. */
  public void appendTo(StringBuilder out) {
    out.append("# TYPE gateway_requests_total counter\n");
    for (int hundred = 1; hundred < byClass.length; hundred++) {
      out.append("gateway_requests_total{status=\"")
          .append(hundred)
          .append("xx\"} ")
          .append(byClass[hundred].sum())
          .append('\n');
    }
    out.append("# TYPE gateway_retries_total counter\ngateway_retries_total ")
        .append(retries.sum())
        .append('\n');
    out.append("# TYPE gateway_request_seconds histogram\n");
    long cumulated = 0;
    for (int bucket = 0; bucket < BUCKETS_MILLIS.length; bucket++) {
      cumulated += buckets[bucket].sum();
      out.append("gateway_request_seconds_bucket{le=\"")
          .append(seconds(BUCKETS_MILLIS[bucket]))
          .append("\"} ")
          .append(cumulated)
          .append('\n');
    }
    cumulated += buckets[BUCKETS_MILLIS.length].sum();
    out.append("gateway_request_seconds_bucket{le=\"+Inf\"} ").append(cumulated).append('\n');
    out.append(String.format(Locale.ROOT, "gateway_request_seconds_sum %.6f%n", nanos.sum() / 1e9));
    out.append("gateway_request_seconds_count ").append(cumulated).append('\n');
  }

  private static String seconds(long millis) {
    return String.valueOf(millis / 1000.0);
  }

  private static LongAdder[] adders(int count) {
    return IntStream.range(0, count).mapToObj(index -> new LongAdder()).toArray(LongAdder[]::new);
  }
}
