package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.suites.FreshSystem;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Mixed requests at a constant rate for minutes, and what that takes: {@code requests/s minutes}. */
public final class SteadyLoad {
  private SteadyLoad() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    double rate = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1_000;
    double minutes = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 10;
    try (RollingPaper system = FreshSystem.trained("steady-load")) {
      Traffic traffic = Traffic.prepare(system.gatewayUrl(), 50, 8);
      DeployUnderLoad.warmUp(system.gatewayUrl(), rate, DeployUnderLoad.WARM_UP, traffic);
      Footprint footprint = new Footprint(system);
      OpenLoad load = OpenLoad.start(system.gatewayUrl(), rate, traffic);
      long end = System.nanoTime() + (long) (TimeUnit.MINUTES.toNanos(1) * minutes);
      while (System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.sleep(
            Math.min(TimeUnit.SECONDS.toNanos(30), Math.max(1, end - System.nanoTime())));
        System.out.println("[load] " + load.report());
      }
      System.out.println("[load] in all " + load.stop());
      footprint.lines().forEach(line -> System.out.println("[footprint] " + line));
      System.out.println(
          "[load] " + traffic.acknowledged() + " edits acknowledged, lost: " + traffic.lost());
    }
  }
}
