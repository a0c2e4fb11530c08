package app.rollingpaper.compose.bench;

import java.io.PrintStream;
import java.util.Locale;

/** What a bench saw, as a table in Markdown: the figure, what was asked of it, and whether it is met. */
final class Report {
  private final PrintStream out;

  Report(PrintStream out, String bench) {
    this.out = out;
    out.println();
    out.println("### " + bench);
    out.println();
    out.println(Machine.described());
    out.println();
    out.println("| what | figure | must | aim | met |");
    out.println("|---|---|---|---|---|");
  }

  /** What a figure should be at most, or at least; nothing is asked when both are not a number. */
  record Budget(boolean most, double must, double aim, String unit) {
    static Budget none(String unit) {
      return new Budget(true, Double.NaN, Double.NaN, unit);
    }

    static Budget atMost(double must, double aim, String unit) {
      return new Budget(true, must, aim, unit);
    }

    static Budget atLeast(double must, double aim, String unit) {
      return new Budget(false, must, aim, unit);
    }

    private boolean reached(double figure, double bound) {
      return !Double.isNaN(bound) && (most ? figure <= bound : figure >= bound);
    }

    private String bound(double bound) {
      return Double.isNaN(bound) ? "–" : (most ? "≤ " : "≥ ") + number(bound) + " " + unit;
    }

    private String met(double figure) {
      if (Double.isNaN(must) && Double.isNaN(aim)) {
        return "–";
      }
      if (reached(figure, aim)) {
        return "aim";
      }
      return reached(figure, must) ? "must" : "**no**";
    }
  }

  void figure(String what, double figure, Budget budget) {
    figure(what, number(figure) + " " + budget.unit(), figure, budget);
  }

  void figure(String what, String shown, double figure, Budget budget) {
    row(what, shown, budget.bound(budget.must()), budget.bound(budget.aim()), budget.met(figure));
  }

  /** A figure of which nothing is asked. */
  void figure(String what, String shown) {
    row(what, shown, "–", "–", "–");
  }

  void say(String sentence) {
    out.println();
    out.println(sentence);
  }

  private void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  /** A text with figures in it, written the same everywhere. */
  static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }

  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return text(format, value).replaceAll("\\.0+$", "");
  }
}
