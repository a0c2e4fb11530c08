package app.rollingpaper.gateway.route;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The callers' WebSockets that are open through this gateway. Thread-safe. */
public final class OpenSockets {
  /** Told to callers when this gateway goes: come back. Codes of 4000–4499 mean that in the pages' protocol. */
  private static final CloseStatus COME_BACK = new CloseStatus(4000, "gateway going");

  private static final Duration LAST_FRAMES = Duration.ofSeconds(1);

  private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();
  private volatile boolean leaving;

  void add(WebSocketSession caller) {
    open.add(caller);
    if (leaving) {
      sendAway(caller).subscribe();
    }
  }

  void remove(WebSocketSession caller) {
    open.remove(caller);
  }

  /**
   * Closes them all, each at a moment of its own within the time, so that they do not all come back at once. Returns when
   * that has begun, or, without any time, when it is done.
   */
  public void sendAway(Duration within) {
    leaving = true;
    Mono<Void> all =
        Flux.fromIterable(open)
            .flatMap(caller -> Mono.delay(moment(within)).then(sendAway(caller)), Integer.MAX_VALUE)
            .then();
    if (within.isZero()) {
      all.timeout(LAST_FRAMES).onErrorComplete().block();
    } else {
      all.subscribe();
    }
  }

  private static Mono<Void> sendAway(WebSocketSession caller) {
    return caller.close(COME_BACK).onErrorComplete();
  }

  private static Duration moment(Duration within) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(within.toMillis() + 1));
  }
}
