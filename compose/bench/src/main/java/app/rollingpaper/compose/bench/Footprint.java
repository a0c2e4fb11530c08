package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.Report.Budget;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.People;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long {@code ./run} takes from built programs to its first answer, and what memory the processes take after some load. */
final class Footprint implements Bench {
  private static final List<String> SERVICES = List.of("user-1", "paper-1", "notification-1");
  private static final int SIGN_UPS = 40;

  @Override
  public void run(Settings settings) throws Exception {
    Report report = new Report(System.out, "footprint");
    Budget start = Budget.atMost(20, 8, "s");
    Path data = Files.createTempDirectory("rolling-paper-bench");
    report.figure("./run on an empty directory until the first 200", start(data), start);
    report.figure("./run on the same directory again", start(data), start);
    try (Stage stage = Stage.set(1, Map.of())) {
      load(stage, settings.seconds(10));
      Budget service = Budget.atMost(200, Double.NaN, "MB");
      double all = 0;
      for (String name : SERVICES) {
        all += memory(report, stage, name, service);
      }
      all += memory(report, stage, "gateway", Budget.atMost(300, Double.NaN, "MB"));
      report.figure("gateway and three services", all, Budget.atMost(Double.NaN, 700, "MB"));
    }
  }

  private static double memory(Report report, Stage stage, String name, Budget budget) {
    double resident = Machine.residentKilobytes(stage.pid(name)) / 1024.0;
    double proportional = Machine.proportionalKilobytes(stage.pid(name)) / 1024.0;
    report.figure(
        name + " after load",
        Report.text(
            "%s MB in RAM (%s MB with what is shared divided)",
            Report.number(resident), Report.number(proportional)),
        resident,
        budget);
    return resident;
  }

  private static void load(Stage stage, Duration time) throws Exception {
    People people = new People(new Client(stage.system().gatewayUrl()));
    for (int i = 0; i < SIGN_UPS; i++) {
      people.signUp("person" + i + "@example.org", "하나", "ko");
    }
    try (Writing writing =
        Writing.begin(stage, 8, 8, stage::throughGateway, stage::throughGateway)) {
      writing.write(500, 500);
      writing.during(time);
      writing.finish();
    }
  }

  /** Seconds until the page is there; then everything is ended again. */
  private static double start(Path data) throws IOException, InterruptedException {
    int port;
    try (ServerSocket any = new ServerSocket(0)) {
      port = any.getLocalPort();
    }
    Path root = Path.of(System.getProperty("rollingpaper.root", "."));
    long begin = System.nanoTime();
    Process run =
        new ProcessBuilder(
                root.resolve("run").toString(), "--no-build", "--data=" + data, "--port=" + port)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      // The API answers when everything behind the gateway does.
      while (!answers(port)) {
        if (!run.isAlive()) {
          throw new IllegalStateException("./run ended with " + run.exitValue());
        }
        Thread.sleep(20);
      }
      return (System.nanoTime() - begin) / 1e9;
    } finally {
      run.destroy();
      run.waitFor();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(2_000);
      socket
          .getOutputStream()
          .write(
              "GET /.well-known/jwks.json HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)
          .endsWith("200");
    } catch (IOException notYet) {
      return false;
    }
  }
}
