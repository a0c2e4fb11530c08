package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.balance.Instance;
import java.io.IOException;
import java.io.Serial;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** The instance stopped answering its checks while a request waited for it. */
final class Abandoned extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private Abandoned() {
    super("the instance no longer answers");
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** The same answer, given up when the instance is lost. */
  static Mono<Void> whenLost(Mono<Void> answer, Instance instance) {
    return Mono.create(
        sink -> {
          Runnable giveUp = () -> sink.error(new Abandoned());
          instance.waiting().join(giveUp);
          Disposable waiting =
              answer.subscribe(
                  nothing -> {}, sink::error, sink::success, Context.of(sink.contextView()));
          sink.onDispose(
              () -> {
                instance.waiting().leave(giveUp);
                waiting.dispose();
              });
        });
  }
}
