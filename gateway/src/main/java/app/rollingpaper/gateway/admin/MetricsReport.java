package app.rollingpaper.gateway.admin;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.edge.RequestFigures;
import app.rollingpaper.gateway.limit.LimitFigures;
import java.util.function.ToLongFunction;

/** The gateway's figures in Prometheus' text format. */
public final class MetricsReport {
  private final Fleet fleet;
  private final RequestFigures figures;
  private final LimitFigures limits;

  public MetricsReport(Fleet fleet, RequestFigures figures, LimitFigures limits) {
    this.fleet = fleet;
    this.figures = figures;
    this.limits = limits;
  }

  String text() {
    StringBuilder out = new StringBuilder(4096);
    figures.appendTo(out);
    limits.appendTo(out);
    out.append("# TYPE gateway_ejections_total counter\ngateway_ejections_total ")
        .append(fleet.ejections())
        .append('\n');
    each(out, "up", "gauge", instance -> instance.state() == Instance.State.UP ? 1 : 0);
    each(out, "weight", "gauge", Instance::weight);
    each(out, "in_flight", "gauge", instance -> instance.traffic().inFlight());
    each(out, "sockets", "gauge", instance -> instance.traffic().sockets());
    each(out, "requests_total", "counter", instance -> instance.traffic().requests());
    each(out, "failures_total", "counter", instance -> instance.traffic().failures());
    Runtime runtime = Runtime.getRuntime();
    out.append("# TYPE jvm_heap_used_bytes gauge\njvm_heap_used_bytes ")
        .append(runtime.totalMemory() - runtime.freeMemory())
        .append("\n# TYPE jvm_heap_max_bytes gauge\njvm_heap_max_bytes ")
        .append(runtime.maxMemory())
        .append('\n');
    return out.toString();
  }

  private void each(StringBuilder out, String name, String type, ToLongFunction<Instance> figure) {
    out.append("# TYPE gateway_instance_").append(name).append(' ').append(type).append('\n');
    for (Instance instance : fleet.all()) {
      out.append("gateway_instance_")
          .append(name)
          .append("{service=\"")
          .append(label(instance.service()))
          .append("\",instance=\"")
          .append(label(instance.id()))
          .append("\"} ")
          .append(figure.applyAsLong(instance))
          .append('\n');
    }
  }

  private static String label(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
