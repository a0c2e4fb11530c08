package app.rollingpaper.gateway.health;

import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.balance.Verdict;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * What the gateway says to the instances' own admin ports. Each time by a connection of its own, so that an instance which
 * can no longer accept any is found out.
 */
public final class AdminPorts {
  private static final Duration COMMAND = Duration.ofSeconds(2);
  private static final String DRAINING = "\"draining\"";
  private static final int NO_ANSWER = 0;

  private final Duration checkTimeout;
  private final HttpClient client;

  public AdminPorts(Duration checkTimeout, LoopResources eventLoops) {
    this.checkTimeout = checkTimeout;
    this.client =
        HttpClient.create(ConnectionProvider.newConnection())
            .runOn(eventLoops)
            .disableRetry(true)
            .headers(headers -> headers.set("User-Agent", "rolling-paper-gateway"));
  }

  /** Asks whether the instance takes requests. */
  Mono<Verdict> ready(Instance instance) {
    return client
        .get()
        .uri(instance.address().admin() + "/health/ready")
        .responseSingle(AdminPorts::verdict)
        .timeout(checkTimeout)
        .onErrorReturn(Verdict.NO_ANSWER);
  }

  private static Mono<Verdict> verdict(HttpClientResponse response, ByteBufMono body) {
    return switch (response.status().code()) {
      case 200 -> Mono.just(Verdict.READY);
      case 503 ->
          body.asString()
              .defaultIfEmpty("")
              .map(text -> text.contains(DRAINING) ? Verdict.DRAINING : Verdict.NOT_READY);
      default -> Mono.just(Verdict.NO_ANSWER);
    };
  }

  /** Tells the instance to take no more requests; true when it agreed. */
  public Mono<Boolean> drain(Instance instance) {
    return command(instance, "/drain");
  }

  /** Tells the instance to take requests again; true when it agreed. */
  public Mono<Boolean> restore(Instance instance) {
    return command(instance, "/restore");
  }

  /** Asks how much memory the instance uses, in bytes; empty when it does not say. */
  Mono<Long> memory(Instance instance) {
    return client
        .get()
        .uri(instance.address().admin() + "/metrics")
        .responseSingle((response, body) -> body.asString())
        .map(AdminPorts::memoryIn)
        .filter(bytes -> bytes > 0)
        .timeout(COMMAND)
        .onErrorComplete();
  }

  /** The process's whole memory where the system tells it, else what the JVM says it uses. */
  private static long memoryIn(String metrics) {
    long whole = sumOf("process_resident_memory_bytes", metrics);
    return whole > 0 ? whole : sumOf("jvm_memory_used_bytes", metrics);
  }

  private static long sumOf(String name, String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Mono<Boolean> command(Instance instance, String path) {
    return client
        .post()
        .uri(instance.address().admin() + path)
        .response()
        .map(response -> response.status().code())
        .timeout(COMMAND)
        .onErrorReturn(NO_ANSWER)
        .map(status -> status >= 200 && status < 300);
  }
}
