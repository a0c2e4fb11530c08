package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.http.websocket.WebsocketOutbound;

class SocketTest {
  private static RunningGateway gateway;
  private static DisposableServer service;
  private static final BlockingQueue<String> requestIds = new LinkedBlockingQueue<>();
  private static final BlockingQueue<String> origins = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() {
    service =
        serving(
            routes ->
                routes
                    .get("/ws/papers/refused", (request, response) -> response.status(403).send())
                    .get(
                        "/ws/papers/origin",
                        (request, response) -> {
                          origins.add(request.requestHeaders().get("Origin", "no origin"));
                          return response.sendWebsocket((in, out) -> Mono.empty());
                        })
                    .get(
                        "/ws/papers/{id}",
                        (request, response) -> {
                          requestIds.add(request.requestHeaders().get("X-Request-Id"));
                          return response.sendWebsocket(
                              (in, out) -> echo(in.receive().asString(), out));
                        }));
    gateway = before(service);
  }

  /** An instance of paper-service that is well, and what else it answers. */
  private static DisposableServer serving(Consumer<HttpServerRoutes> answers) {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(
            routes -> {
              routes.get("/health/ready", (request, response) -> response.status(200).send());
              answers.accept(routes);
            })
        .bindNow();
  }

  /** A gateway that knows these instances and sends them requests. */
  private static RunningGateway before(DisposableServer... instances) {
    RunningGateway running = new RunningGateway();
    String entries =
        Arrays.stream(instances)
            .map(
                instance ->
                    "{\"id\":\"%1$d\",\"url\":\"http://127.0.0.1:%1$d\",\"admin\":\"http://127.0.0.1:%1$d\"}"
                        .formatted(instance.port()))
            .collect(Collectors.joining(","));
    running.write(RunningGateway.listing("paper-service", entries));
    Awaitility.await()
        .until(() -> running.instances().split("\"up\"", -1).length == instances.length + 1);
    return running;
  }

  private static Mono<Void> echo(reactor.core.publisher.Flux<String> texts, WebsocketOutbound out) {
    return texts
        .concatMap(
            text ->
                text.equals("bye")
                    ? out.sendClose(4000, "drain")
                    : out.sendString(Mono.just("echo " + text)).then())
        .then();
  }

  @AfterAll
  static void stop() {
    service.disposeNow(Duration.ofSeconds(2));
    gateway.close();
  }

  private static CompletableFuture<WebSocket> connect(String path, WebSocket.Listener listener) {
    return connect(gateway, path, listener);
  }

  private static CompletableFuture<WebSocket> connect(
      RunningGateway through, String path, WebSocket.Listener listener) {
    URI uri = URI.create("ws://127.0.0.1:" + through.port() + path);
    return through
        .client()
        .newWebSocketBuilder()
        .header("X-Request-Id", "socket-12345")
        .buildAsync(uri, listener);
  }

  @Test
  @Tag("L01")
  void aSocketCarriesTextBothWaysAndTheServicesCloseCode() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    WebSocket socket = connect("/ws/papers/p1?x=1", new Ear(heard)).join();
    socket.sendText("안녕", true).join();
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("echo 안녕");
    assertThat(requestIds.poll(5, TimeUnit.SECONDS)).isEqualTo("socket-12345");
    socket.sendText("bye", true).join();
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("closed 4000 drain");
    Awaitility.await().until(() -> gateway.instances().contains("\"inFlight\":0"));
  }

  @Test
  @Tag("L01")
  void theServiceIsToldTheCallersOriginAndNoOther() throws InterruptedException {
    connect("/ws/papers/origin", new Ear(new LinkedBlockingQueue<>())).join();
    assertThat(origins.poll(5, TimeUnit.SECONDS)).isEqualTo("no origin");
    gateway
        .client()
        .newWebSocketBuilder()
        .header("Origin", "https://paper.example.org")
        .buildAsync(
            URI.create("ws://127.0.0.1:" + gateway.port() + "/ws/papers/origin"),
            new Ear(new LinkedBlockingQueue<>()))
        .join();
    assertThat(origins.poll(5, TimeUnit.SECONDS)).isEqualTo("https://paper.example.org");
  }

  @Test
  @Tag("L01")
  void aRefusedUpgradeStaysTheStatusItWasRefusedWith() {
    assertThat(refusal("/ws/papers/refused")).isEqualTo(403);
  }

  @Test
  @Tag("G03")
  void anUpgradeThatALeavingInstanceDeclinesIsTakenByAnother() {
    AtomicInteger declined = new AtomicInteger();
    DisposableServer leaving =
        serving(
            routes ->
                routes.get(
                    "/ws/papers/{id}",
                    (request, response) -> {
                      declined.incrementAndGet();
                      return response.status(503).send();
                    }));
    try (RunningGateway two = before(service, leaving)) {
      for (int paper = 0; paper < 20; paper++) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = connect(two, "/ws/papers/p" + paper, new Ear(heard)).join();
        socket.abort();
      }
      assertThat(declined).hasPositiveValue();
    } finally {
      leaving.disposeNow(Duration.ofSeconds(2));
    }
  }

  @Test
  @Tag("L01")
  void anAddressWithoutASocketRefusesTheUpgrade() {
    assertThat(refusal("/ws/nothing")).isEqualTo(404);
  }

  private static int refusal(String path) {
    CompletionException thrown =
        catchThrowableOfType(
            CompletionException.class,
            () -> connect(path, new Ear(new LinkedBlockingQueue<>())).join());
    return ((WebSocketHandshakeException) thrown.getCause()).getResponse().statusCode();
  }

  private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add("closed " + code + " " + reason);
      return null;
    }
  }
}
