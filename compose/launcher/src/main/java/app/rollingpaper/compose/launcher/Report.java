package app.rollingpaper.compose.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What runs where, as text for a terminal. */
final class Report {
  private Report() {}

  static String of(RollingPaper system) {
    String format = "  %-16s %-24s %-10s %8s %s%n";
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, format, "NAME", "WHERE", "STATE", "PROCESS", ""));
    for (RollingPaper.RunningProcess process : system.processes()) {
      text.append(
              String.format(
                      Locale.ROOT,
                      format,
                      process.name(),
                      process.where(),
                      process.state().toLowerCase(Locale.ROOT),
                      process.pid() < 0 ? "-" : Long.toString(process.pid()),
                      process.restarts() == 0 ? "" : "  started again " + process.restarts() + "×")
                  .stripTrailing())
          .append('\n');
    }
    text.append('\n').append(instances(system));
    text.append("\n  Open     ").append(system.gatewayUrl()).append('\n');
    system.mailboxUrl().ifPresent(url -> text.append("  Mail     ").append(url).append('\n'));
    text.append("  Operate  ")
        .append(system.gatewayAdminUrl())
        .append("   (what changes something takes the token in ")
        .append(system.operatorToken())
        .append(")\n");
    text.append("  Data     ").append(system.data()).append('\n');
    text.append("  Logs     ")
        .append(system.data().resolve("logs"))
        .append("   (./run logs paper-1)\n");
    text.append("  Stop     Ctrl-C, or ./run stop\n");
    return text.toString();
  }

  private static String instances(RollingPaper system) {
    String format = "  %-16s %-28s %-7s %6s %-10s %9s %8s %8s %7s %8s%n";
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                format,
                "INSTANCE",
                "VERSION",
                "COLOUR",
                "WEIGHT",
                "STATE",
                "IN FLIGHT",
                "REQ/S",
                "ERR/S",
                "P99 MS",
                "SOCKETS"));
    for (RollingPaper.InstanceStatus instance : system.instanceStatus()) {
      Seat seat = instance.seat();
      Optional<GatewayView.Figures> figures = instance.figures();
      text.append(
          String.format(
              Locale.ROOT,
              format,
              seat.name(),
              seat.release().version(),
              seat.colour().word(),
              seat.weight(),
              figures.map(GatewayView.Figures::state).orElse("unknown"),
              shown(figures.map(seen -> (double) seen.inFlight()), "%.0f"),
              shown(figures.map(GatewayView.Figures::requestsPerSecond), "%.1f"),
              shown(figures.map(GatewayView.Figures::errorsPerSecond), "%.1f"),
              shown(figures.map(GatewayView.Figures::p99Ms), "%.0f"),
              shown(figures.map(seen -> (double) seen.sockets()), "%.0f")));
    }
    return text.toString();
  }

  private static String shown(Optional<Double> figure, String format) {
    return figure.map(value -> String.format(Locale.ROOT, format, value)).orElse("-");
  }

  static String mails(RollingPaper system) {
    return system
        .mailbox()
        .map(
            mailbox -> {
              List<String> lines =
                  mailbox.messages().stream()
                      .map(
                          mail ->
                              "  "
                                  + mail.receivedAt()
                                  + "  "
                                  + String.join(", ", mail.to())
                                  + "  "
                                  + mail.subject()
                                  + "\n")
                      .toList();
              return mailbox.webUrl()
                  + "\n"
                  + (lines.isEmpty()
                      ? "  no mail yet\n"
                      : lines.stream().collect(Collectors.joining()));
            })
        .orElse("Mail goes to the server that SMTP_URL names.\n");
  }
}
