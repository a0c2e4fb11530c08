package app.rollingpaper.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small service instance: answers with its own name unless told otherwise, and remembers what reached it. */
final class Upstream implements AutoCloseable {
  /** What came in. */
  record Seen(String method, String uri, Headers headers, String body) {}

  /** What is done with it. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  static {
    // Otherwise each answer on a kept connection waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Otherwise it resets kept connections that are in use again by the time it looks.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
  }

  final String id;
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer api;
  private final HttpServer admin;
  private volatile Answer answer;
  private volatile CountDownLatch hung = new CountDownLatch(0);
  private volatile int readiness = 200;
  private volatile String readinessBody = "{}";

  Upstream(String id) {
    this.id = id;
    this.answer = with(200, id);
    this.api = server("/", this::serve);
    this.admin = server("/health/ready", this::sayWhetherReady);
    this.admin.createContext("/drain", exchange -> agree(exchange, 503, "draining"));
    this.admin.createContext("/restore", exchange -> agree(exchange, 200, "ready"));
  }

  static Answer with(int status, String body) {
    return exchange -> respond(exchange, status, body);
  }

  /** Takes the request and hangs up. */
  static Answer hangUp() {
    return HttpExchange::close;
  }

  /** Announces so many bytes, sends a few and hangs up. */
  static Answer cutOff(int announced) {
    return exchange -> {
      exchange.sendResponseHeaders(200, announced);
      exchange.getResponseBody().write("only this".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  Upstream answers(Answer next) {
    answer = next;
    return this;
  }

  Upstream ready(int status) {
    readiness = status;
    return this;
  }

  private void sayWhetherReady(HttpExchange exchange) throws IOException {
    awaitNotHung();
    respond(exchange, readiness, readinessBody);
  }

  private void agree(HttpExchange exchange, int status, String word) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      respond(exchange, 405, "");
      return;
    }
    readinessBody = "{\"status\":\"" + word + "\"}";
    readiness = status;
    respond(exchange, 202, "");
  }

  int apiPort() {
    return api.getAddress().getPort();
  }

  int adminPort() {
    return admin.getAddress().getPort();
  }

  /** Stops listening for requests but goes on saying that all is well. */
  void refuseConnections() {
    api.stop(0);
  }

  /** Goes on accepting connections and answers nothing on any port, as a process that is stopped; or goes on again. */
  void hangs(boolean now) {
    if (now) {
      hung = new CountDownLatch(1);
    } else {
      hung.countDown();
    }
  }

  private void awaitNotHung() {
    try {
      hung.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Headers headers = new Headers();
    headers.putAll(exchange.getRequestHeaders());
    seen.add(
        new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    awaitNotHung();
    answer.to(exchange);
  }

  static void respond(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      boolean bodiless = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
      exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
      if (!bodiless) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private HttpServer server(String path, Answer handler) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      server.createContext(path, handler::to);
      server.setExecutor(threads);
      server.start();
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    api.stop(0);
    admin.stop(0);
    threads.shutdownNow();
  }
}
