package app.rollingpaper.common.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that an instance makes to itself before it says that it is ready: by then its virtual machine has loaded and
 * compiled most of what a request runs through, which the first people would wait for otherwise. They never leave the
 * process, ask for what is not there, change nothing, and are neither logged nor counted.
 */
public final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  /** Few, so that they leave a processor to the instances that serve meanwhile. */
  private static final int AT_ONCE = 2;

  private static final int ENOUGH = 3_000;

  private static final String SOCKET =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

  // RFC 6455, 5.2: a whole frame, masked, with the mask that changes nothing.
  private static final int WHOLE = 0x80;
  private static final int TEXT = WHOLE | 0x1;
  private static final int CLOSE = WHOLE | 0x8;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0, 0, 0, 0};

  private final List<Request> requests = new ArrayList<>();

  /** As it is sent, and whether it is over when its connection is, instead of when it is answered. */
  private record Request(byte[] bytes, boolean socket) {}

  /** A request without a body, with a token that nobody has. */
  public WarmUp get(String path, String token) {
    return add(head("GET", path, token) + "\r\n");
  }

  /** A request with a body of JSON, with a token that nobody has. */
  public WarmUp send(String method, String path, String token, String json) {
    return add(
        head(method, path, token)
            + "Content-Type: application/json\r\nContent-Length: "
            + json.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + json);
  }

  /**
   * A socket on which one frame is sent, with a token that nobody has.
   *
   * @param frame of at most 125 bytes
   */
  public WarmUp socket(String path, String token, String frame) {
    byte[] text = frame.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((head("GET", path, token) + SOCKET).getBytes(StandardCharsets.UTF_8));
    bytes.write(TEXT);
    bytes.write(MASKED | text.length);
    bytes.writeBytes(MASK);
    bytes.writeBytes(text);
    bytes.write(CLOSE);
    bytes.write(MASKED);
    bytes.writeBytes(MASK);
    requests.add(new Request(bytes.toByteArray(), true));
    return this;
  }

  private WarmUp add(String request) {
    requests.add(new Request(request.getBytes(StandardCharsets.UTF_8), false));
    return this;
  }

  private static String head(String method, String path, String token) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: Bearer "
        + token
        + "\r\n";
  }

  /** Makes all requests in turn, of a server that is running, until the time is over or they have been made often enough. */
  void run(Server server, Duration time) throws Exception {
    if (requests.isEmpty() || time.isZero()) {
      return;
    }
    LocalConnector inside = new LocalConnector(server);
    server.addConnector(inside);
    inside.start();
    try {
      run(inside, time);
    } finally {
      server.removeConnector(inside);
      inside.stop();
    }
  }

  private void run(LocalConnector inside, Duration time) throws InterruptedException {
    long began = System.nanoTime();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    List<Thread> askers = new ArrayList<>();
    for (int asker = 0; asker < AT_ONCE; asker++) {
      askers.add(
          Thread.ofVirtual()
              .name("warm-up-" + asker)
              .start(() -> ask(inside, begun, answered, began + time.toNanos())));
    }
    for (Thread asker : askers) {
      asker.join();
    }
    log.info(
        "event=warmed_up answered={} ms={}",
        answered.get(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private void ask(
      LocalConnector inside, AtomicInteger begun, AtomicInteger answered, long deadline) {
    try {
      while (true) {
        long left = deadline - System.nanoTime();
        int number = begun.getAndIncrement();
        if (left <= 0 || number >= ENOUGH) {
          return;
        }
        if (isAnswered(inside, requests.get(number % requests.size()), left)) {
          answered.incrementAndGet();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      // An instance that is cold serves as well, only later.
      log.warn("event=warm_up_failed", failed);
    }
  }

  private static boolean isAnswered(LocalConnector inside, Request request, long nanos)
      throws Exception {
    if (!request.socket) {
      return inside.getResponse(ByteBuffer.wrap(request.bytes), nanos, TimeUnit.NANOSECONDS)
          != null;
    }
    LocalConnector.LocalEndPoint socket = inside.connect();
    socket.addInputAndExecute(ByteBuffer.wrap(request.bytes));
    socket.waitUntilClosedOrIdleFor(nanos, TimeUnit.NANOSECONDS);
    boolean closed = !socket.isOpen();
    socket.close();
    return closed;
  }
}
