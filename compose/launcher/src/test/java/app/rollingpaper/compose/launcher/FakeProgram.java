package app.rollingpaper.compose.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * Stands for a service or the gateway: ready on its admin port, tells its environment on the other, says farewell on
 * SIGTERM. With RP_FAKE_FAILS in its environment it ends at once, with RP_FAKE_STARTS it goes on starting.
 */
final class FakeProgram {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private FakeProgram() {}

  public static void main(String[] arguments) throws IOException {
    if (System.getenv("RP_FAKE_FAILS") != null) {
      System.out.println("cannot go on: " + System.getenv("RP_FAKE_FAILS"));
      System.exit(3);
    }
    boolean gateway = System.getenv("GATEWAY_PORT") != null;
    serve(
        System.getenv(gateway ? "GATEWAY_PORT" : "RP_HTTP_PORT"),
        OK,
        new TreeMap<>(System.getenv()).toString());
    serve(
        System.getenv(gateway ? "GATEWAY_ADMIN_PORT" : "RP_HTTP_ADMIN_PORT"),
        System.getenv("RP_FAKE_STARTS") == null ? OK : UNAVAILABLE,
        "{\"status\":\"ready\",\"pid\":" + ProcessHandle.current().pid() + "}");
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> System.out.println("farewell")));
    System.out.println("event=ready");
  }

  private static void serve(String port, int status, String text) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(port)), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }
}
