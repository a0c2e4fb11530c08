package app.rollingpaper.compose.suites.live;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One attempt at a socket: text out, one after the other, and text in. Thread-safe. */
final class Wire implements WebSocket.Listener {
  private static final int MOST_UNSENT = 512;
  private static final int NO_STATUS = 1_006;
  private static final int LEAVING_SECONDS = 2;

  private final Ears ears;
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private int unsent;
  private boolean dropped;

  Wire(Ears ears) {
    this.ears = ears;
  }

  /** Who is told what becomes of it; told of nothing after {@code ended}. */
  interface Ears {
    void opened(Wire wire);

    void heard(Wire wire, String text);

    void ended(Wire wire, int code);
  }

  void connect(LiveNetwork network, Destination destination, boolean fresh) {
    network
        .open(destination.address(), destination.ticket(fresh), this)
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                ears.ended(this, NO_STATUS);
              }
            });
  }

  @Override
  public void onOpen(WebSocket opened) {
    boolean late;
    synchronized (this) {
      socket = opened;
      late = dropped;
    }
    if (late) {
      opened.abort();
      return;
    }
    ears.opened(this);
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      String text = partial.toString();
      partial.setLength(0);
      ears.heard(this, text);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ears.ended(this, code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ears.ended(this, NO_STATUS);
  }

  /** Sends a frame after those before it; false when too many of them have not gone out yet, or there is no socket. */
  synchronized boolean send(String text) {
    WebSocket open = socket;
    if (open == null || dropped || unsent >= MOST_UNSENT) {
      return false;
    }
    unsent++;
    sent =
        sent.thenCompose(_ -> open.sendText(text, true))
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    gone();
                  } else {
                    ears.ended(this, NO_STATUS);
                  }
                });
    return true;
  }

  private synchronized void gone() {
    unsent--;
  }

  /** Lets go without a word and without waiting for anything. */
  synchronized void cut() {
    dropped = true;
    if (socket != null) {
      socket.abort();
    }
  }

  /** Says goodbye, when that can be said. */
  synchronized void leave() {
    WebSocket open = socket;
    dropped = true;
    if (open != null) {
      sent.thenCompose(_ -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
          .orTimeout(LEAVING_SECONDS, TimeUnit.SECONDS)
          .whenComplete((_, _) -> open.abort());
    }
  }
}
