package app.rollingpaper.paper.live;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What operators see of the sockets. Thread-safe. */
final class Figures {
  private final AtomicInteger sockets = new AtomicInteger();
  private final LongAdder framesOut = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder framesIn = new LongAdder();
  private final LongAdder snapshots = new LongAdder();
  private final LongAdder fromTable = new LongAdder();

  void register(MeterRegistry metrics, Supplier<Number> hubs, Supplier<Number> bus) {
    Gauge.builder("live.sockets", sockets, AtomicInteger::get).register(metrics);
    Gauge.builder("live.hubs", hubs).register(metrics);
    Gauge.builder("live.bus.connected", bus).register(metrics);
    counter(metrics, "live.frames.out", framesOut);
    counter(metrics, "live.bytes.out", bytesOut);
    counter(metrics, "live.frames.in", framesIn);
    counter(metrics, "live.snapshots.read", snapshots);
    counter(metrics, "live.resumed.from.table", fromTable);
  }

  private static void counter(MeterRegistry metrics, String name, LongAdder adder) {
    FunctionCounter.builder(name, adder, LongAdder::sum).register(metrics);
  }

  int opened() {
    return sockets.incrementAndGet();
  }

  void closed() {
    sockets.decrementAndGet();
  }

  int sockets() {
    return sockets.get();
  }

  void sent(int bytes) {
    framesOut.increment();
    bytesOut.add(bytes);
  }

  void received() {
    framesIn.increment();
  }

  void snapshot() {
    snapshots.increment();
  }

  void fromTable() {
    fromTable.increment();
  }
}
