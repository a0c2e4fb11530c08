package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.embedded.Ports;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A version of a service that fails one of twenty requests: the real one runs as its child, and it stands in front of both
 * ports.
 */
final class FaultyService {
  private static final int ONE_OF = 20;
  private static final String REAL = "real-jar.txt";
  private static final Set<String> HOP_BY_HOP =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "date");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong requests = new AtomicLong();

  private FaultyService() {}

  /** Packs it as a jar of the service's name into a directory that can be deployed from. */
  static Path pack(Path directory, Path realJar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, FaultyService.class.getName());
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "faulty");
    attributes.put(
        Attributes.Name.CLASS_PATH, location(FaultyService.class) + " " + location(Ports.class));
    Files.createDirectories(directory);
    try (JarOutputStream jar =
        new JarOutputStream(
            Files.newOutputStream(directory.resolve(realJar.getFileName())), manifest)) {
      jar.putNextEntry(new ZipEntry(REAL));
      jar.write(realJar.toString().getBytes(StandardCharsets.UTF_8));
    }
    return directory;
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  public static void main(String[] arguments) throws IOException {
    String real;
    try (InputStream resource = FaultyService.class.getResourceAsStream("/" + REAL)) {
      real = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
    int port = Ports.free();
    int adminPort = Ports.free();
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-jar",
                real,
                "serve")
            .inheritIO();
    builder.environment().put("RP_HTTP_PORT", Integer.toString(port));
    builder.environment().put("RP_HTTP_ADMIN_PORT", Integer.toString(adminPort));
    Process child = builder.start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(child)));
    FaultyService faulty = new FaultyService();
    faulty.serve(System.getenv("RP_HTTP_PORT"), port, true, child.pid());
    faulty.serve(System.getenv("RP_HTTP_ADMIN_PORT"), adminPort, false, child.pid());
  }

  private static void end(Process child) {
    child.destroy();
    try {
      if (!child.waitFor(20, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      child.destroyForcibly();
    }
  }

  private void serve(String port, int target, boolean fails, long pid) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(port)),
            1_024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> handle(exchange, target, fails, pid));
    server.start();
  }

  private void handle(HttpExchange exchange, int target, boolean fails, long pid)
      throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      if (fails && requests.incrementAndGet() % ONE_OF == 0) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + target + exchange.getRequestURI()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(sent));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      byte[] body = response.body();
      if (!fails) {
        // Whoever asks on the admin port wants to know this process.
        String own = "\"pid\":" + ProcessHandle.current().pid();
        body =
            new String(body, StandardCharsets.UTF_8)
                .replace("\"pid\":" + pid, own)
                .getBytes(StandardCharsets.UTF_8);
      }
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
