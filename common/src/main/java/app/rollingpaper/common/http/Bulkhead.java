package app.rollingpaper.common.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets so many requests in at a time and has the others wait for their turn, those who came first first. Who waits costs a
 * virtual thread that has done nothing yet, not all that an answer is made of, so that an instance which falls behind does
 * not run out of memory as well. Who has waited too long is refused, and may be sent to another instance: nothing was done.
 */
final class Bulkhead extends Handler.Wrapper {
  private static final Problem FULL =
      new Problem("overloaded", 503, "There is too much to do right now.").with("retryAfter", 1);

  private final Semaphore places;
  private final Duration patience;
  private final Problems problems;

  Bulkhead(int places, Duration patience, Problems problems, Handler handler) {
    super(handler);
    this.places = new Semaphore(places, true);
    this.patience = patience;
    this.problems = problems;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      response.getHeaders().put(UnprocessedException.HEADER, UnprocessedException.TRUE);
      problems.write(FULL, response, callback);
      return true;
    }
    try {
      return super.handle(request, response, callback);
    } finally {
      places.release();
    }
  }
}
