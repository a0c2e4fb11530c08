package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets {@code ./run status}, {@code scale} and their like talk to the running launcher, on 127.0.0.1 and by a token. */
final class ControlServer implements AutoCloseable {
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final RollingPaper system;
  private final Runnable stop;
  private final HttpServer server;
  private final ControlFile file;
  private final String token;

  private ControlServer(
      RollingPaper system, Runnable stop, HttpServer server, ControlFile file, String token) {
    this.system = system;
    this.stop = stop;
    this.server = server;
    this.file = file;
    this.token = token;
  }

  /** Answers from now on; {@code stop} is run when somebody asks for the end. */
  static ControlServer open(RollingPaper system, Path data, Runnable stop) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      ControlServer control =
          new ControlServer(
              system, stop, server, ControlFile.in(data), HexFormat.of().formatHex(random));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", control::handle);
      server.start();
      control.file.write(
          new ControlFile.Access(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
              control.token,
              ProcessHandle.current().pid()));
      return control;
    } catch (IOException failure) {
      throw new CannotStart("The launcher's control port could not be opened: " + failure, failure);
    }
  }

  @Override
  public void close() {
    file.delete();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean end = "POST /stop".equals(request(exchange));
    try (exchange) {
      String given =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      if (!MessageDigest.isEqual(bytes("Bearer " + token), bytes(given))) {
        end = false;
        answer(exchange, 401, "This needs the token in the data directory.\n");
        return;
      }
      try {
        String query =
            URLDecoder.decode(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                StandardCharsets.UTF_8);
        switch (request(exchange)) {
          case "POST /deploy" -> deploy(exchange, List.of(query.split("\n")));
          case "POST /rollback" -> rollBack(exchange, query);
          default -> answer(exchange, 200, answerTo(request(exchange), query));
        }
      } catch (CannotStart | NoSuchElementException refused) {
        answer(exchange, 400, refused.getMessage() + "\n");
      }
    } finally {
      // Only now, because it closes this connection too.
      if (end) {
        Thread.ofPlatform().start(stop);
      }
    }
  }

  private static String request(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
  }

  private void deploy(HttpExchange exchange, List<String> words) throws IOException {
    DeployRequest request = DeployRequest.parse(words.subList(1, words.size()));
    if (words.getFirst().equals(Topology.GATEWAY)) {
      tellWhile(exchange, say -> system.deployGateway(request, say));
      return;
    }
    ServiceKind kind = service(words.getFirst());
    tellWhile(exchange, say -> system.deploy(kind, request, say));
  }

  private void rollBack(HttpExchange exchange, String program) throws IOException {
    if (program.equals(Topology.GATEWAY)) {
      tellWhile(exchange, system::rollBackGateway);
      return;
    }
    ServiceKind kind = service(program);
    tellWhile(exchange, say -> system.rollBack(kind, say));
  }

  private static void tellWhile(
      HttpExchange exchange, Function<Consumer<String>, DeployOutcome> work) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", PLAIN);
    exchange.sendResponseHeaders(200, 0);
    PrintStream out = new PrintStream(exchange.getResponseBody(), true, StandardCharsets.UTF_8);
    try {
      // Whoever asked may have gone away: the work goes on all the same.
      DeployOutcome outcome = work.apply(out::println);
      if (!(outcome instanceof DeployOutcome.Done)) {
        out.println(ControlClient.FAILURE + "./run status shows what runs.");
      }
    } catch (CannotStart | NoSuchElementException failure) {
      out.println(ControlClient.FAILURE + failure.getMessage());
    }
  }

  private static ServiceKind service(String name) {
    return ServiceKind.named(name)
        .orElseThrow(() -> new CannotStart("There is no service \"" + name + "\"."));
  }

  private String answerTo(String request, String query) {
    return switch (request) {
      case "GET /status" -> Report.of(system);
      case "GET /mail" -> Report.mails(system);
      case "POST /scale" -> {
        String[] parts = query.split("=", 2);
        ServiceKind kind = service(parts[0]);
        system.scale(kind, Options.instances(kind, parts.length < 2 ? "" : parts[1]));
        yield Report.of(system);
      }
      case "POST /drain" -> {
        system.drain(query);
        yield Report.of(system);
      }
      case "POST /restore" -> {
        system.restore(query);
        yield Report.of(system);
      }
      case "POST /restart" -> {
        system.restart(query);
        yield Report.of(system);
      }
      case "POST /stop" -> "Stopping …\n";
      default -> throw new CannotStart("There is no such command.");
    };
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = bytes(text);
    exchange.getResponseHeaders().set("Content-Type", PLAIN);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
