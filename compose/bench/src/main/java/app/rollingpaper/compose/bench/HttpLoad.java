package app.rollingpaper.compose.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Requests over connections that are kept, each with its own thread. At a rate, the time that counts begins when a request was
 * due; without one, each connection sends its next request when the answer is there.
 */
final class HttpLoad {
  private final URI server;
  private final int connections;
  private final IntFunction<Requests> requests;

  /**
   * @param requests what each connection sends
   */
  HttpLoad(URI server, int connections, IntFunction<Requests> requests) {
    this.server = server;
    this.connections = connections;
    this.requests = requests;
  }

  /** What one connection sends. */
  interface Requests {
    /** Method, path, headers and body of the next request. */
    Request next();
  }

  record Request(String method, String path, String token, String body) {
    private byte[] bytes() {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
              + token
              + (content.length == 0
                  ? ""
                  : "\r\nContent-Type: application/json\r\nContent-Length: " + content.length)
              + "\r\n\r\n";
      byte[] start = head.getBytes(StandardCharsets.US_ASCII);
      byte[] whole = new byte[start.length + content.length];
      System.arraycopy(start, 0, whole, 0, start.length);
      System.arraycopy(content, 0, whole, start.length, content.length);
      return whole;
    }
  }

  /** What was seen; {@code failed} counts answers other than 2xx. */
  record Seen(double perSecond, long failed, Histogram latency) {}

  /** As fast as it goes. */
  Seen closed(Duration time) throws InterruptedException {
    return run(time, 0);
  }

  /** So many a second, whatever comes of it. */
  Seen open(Duration time, int perSecond) throws InterruptedException {
    return run(time, perSecond);
  }

  private Seen run(Duration time, int perSecond) throws InterruptedException {
    ConcurrentLinkedQueue<Histogram> histograms = new ConcurrentLinkedQueue<>();
    AtomicLong failed = new AtomicLong();
    AtomicLong number = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    for (int i = 0; i < connections; i++) {
      Requests own = requests.apply(i);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    Histogram latency = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
                    histograms.add(latency);
                    try (Connection connection = new Connection(server)) {
                      while (true) {
                        long due = System.nanoTime();
                        if (perSecond > 0) {
                          due = begin + number.getAndIncrement() * 1_000_000_000L / perSecond;
                          LockSupport.parkNanos(due - System.nanoTime());
                        }
                        if (due > end) {
                          return;
                        }
                        int status = connection.send(own.next().bytes());
                        if (status / 100 != 2) {
                          failed.incrementAndGet();
                        }
                        latency.recordValue(Math.max(0, System.nanoTime() - due) / 1_000);
                      }
                    } catch (IOException broken) {
                      failed.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Histogram all = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    histograms.forEach(all::add);
    return new Seen(all.getTotalCount() / seconds, failed.get(), all);
  }

  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Connection(URI server) throws IOException {
      socket = new Socket("127.0.0.1", server.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
    }

    /** Sends a request and reads the answer; answers its status. */
    int send(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      int status = Integer.parseInt(line().substring(9, 12));
      long length = 0;
      boolean chunked = false;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Long.parseLong(line.substring(15).strip());
        } else if (line.regionMatches(true, 0, "transfer-encoding:", 0, 18)) {
          chunked = true;
        }
      }
      if (chunked) {
        do {
          length = Long.parseLong(line(), 16);
          in.skipNBytes(length + 2);
        } while (length > 0);
      } else {
        in.skipNBytes(length);
      }
      return status;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder(64);
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new EOFException("the server ended the connection");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
