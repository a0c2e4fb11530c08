package app.rollingpaper.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often what a service's instances refuse is sent to another: freely while few refuse, not at all while many do, because
 * a service that has too much to do would only get more of it. The rule is that of gRPC's retry throttling (proposal A6):
 * each refusal takes a token, each other answer gives a tenth back, and below half of the tokens nothing is repeated. So what
 * is repeated is at most a tenth of what is answered, and a burst. Thread-safe.
 */
public final class RetryBudget {
  private static final int TOKEN = 10;
  private static final int MOST = 100 * TOKEN;

  private final ConcurrentMap<String, AtomicInteger> services = new ConcurrentHashMap<>();
  private final LongAdder withheld = new LongAdder();

  /** An instance of the service has answered, whatever it was, and did not refuse. */
  public void answered(String service) {
    AtomicInteger left = left(service);
    if (left.get() < MOST) {
      left.accumulateAndGet(1, (have, more) -> Math.min(MOST, have + more));
    }
  }

  /** An instance of the service has refused a request; whether the request may be sent to another. */
  public boolean mayRepeat(String service) {
    boolean enough =
        left(service).accumulateAndGet(TOKEN, (have, less) -> Math.max(0, have - less)) > MOST / 2;
    if (!enough) {
      withheld.increment();
    }
    return enough;
  }

  private AtomicInteger left(String service) {
    return services.computeIfAbsent(service, name -> new AtomicInteger(MOST));
  }

  long withheld() {
    return withheld.sum();
  }
}
