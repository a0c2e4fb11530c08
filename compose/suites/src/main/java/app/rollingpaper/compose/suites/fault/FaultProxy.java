package app.rollingpaper.compose.suites.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on a port of 127.0.0.1 that behaves as bad networks do: it delays, holds back, swallows, cuts and refuses, for
 * each direction by itself, until it is healed. Holds a bounded number of bytes. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final int CHUNK = 16 * 1024;
  private static final int MOST_CHUNKS = 64;
  private static final int CONNECT_MILLIS = 5_000;

  private final InetSocketAddress target;
  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Map<Direction, Weather> weather = new EnumMap<>(Direction.class);
  private final Random random;
  private volatile boolean refusing;

  /** A proxy of a server on this machine; jitter comes from the seed. */
  public FaultProxy(int targetPort, long seed) {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    this.random = new Random(seed);
    for (Direction direction : Direction.values()) {
      weather.put(direction, new Weather());
    }
    try {
      this.listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().name("proxy-" + port()).start(this::accept);
  }

  /** Which way bytes go. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** What happens to the bytes of one direction; changed holding its monitor, for which those who wait for it wait. */
  private static final class Weather {
    private long delayNanos;
    private long jitterNanos;
    private boolean held;
    private boolean swallowing;
  }

  private record Chunk(byte[] bytes, long due) {
    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections are open through it. */
  public int connections() {
    return links.size();
  }

  /** From now on everything takes that much longer, and up to {@code jitter} more; the order stays. */
  public void delay(Direction direction, Duration delay, Duration jitter) {
    Weather changed = weather(direction);
    synchronized (changed) {
      changed.delayNanos = delay.toNanos();
      changed.jitterNanos = jitter.toNanos();
    }
  }

  /** Nothing gets through until it is healed; then all of it does. */
  public void hold(Direction direction) {
    Weather changed = weather(direction);
    synchronized (changed) {
      changed.held = true;
    }
  }

  /** What is sent is lost without a sign; connections that have lost something are cut when it is healed. */
  public void swallow(Direction direction) {
    Weather changed = weather(direction);
    synchronized (changed) {
      changed.swallowing = true;
    }
  }

  /** Cuts every open connection with a reset. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** Cuts every connection, and every new one at once, until it is healed. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Everything is as if there were no proxy. */
  public void heal() {
    refusing = false;
    for (Weather changed : weather.values()) {
      synchronized (changed) {
        changed.delayNanos = 0;
        changed.jitterNanos = 0;
        changed.held = false;
        changed.swallowing = false;
        changed.notifyAll();
        links.stream().filter(link -> link.maimed).forEach(Link::reset);
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException harmless) {
      // It listens no more.
    }
    heal();
    cut();
  }

  private Weather weather(Direction direction) {
    return Objects.requireNonNull(weather.get(direction));
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Link link = new Link(listening.accept());
        links.add(link);
        Thread.ofVirtual().name("proxied").start(link::open);
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** One connection, both ways. */
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    // Set holding the weather, so that whoever heals it sees all who were struck.
    private boolean maimed;

    Link(Socket client) {
      this.client = client;
    }

    void open() {
      try {
        if (refusing) {
          reset();
          return;
        }
        server.connect(target, CONNECT_MILLIS);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        flow(Direction.TO_SERVER, client, server);
        flow(Direction.TO_CLIENT, server, client);
      } catch (IOException nobodyThere) {
        reset();
      }
    }

    private void flow(Direction direction, Socket from, Socket to) {
      BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(MOST_CHUNKS);
      Weather here = weather(direction);
      Thread.ofVirtual().name("proxy-in").start(() -> read(here, from, underWay));
      Thread.ofVirtual().name("proxy-out").start(() -> write(here, underWay, to));
    }

    private void read(Weather here, Socket from, BlockingQueue<Chunk> underWay) {
      byte[] buffer = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        int count;
        while ((count = in.read(buffer)) >= 0) {
          pass(new Chunk(Arrays.copyOf(buffer, count), due(here)), underWay);
        }
        pass(new Chunk(new byte[0], due(here)), underWay);
      } catch (IOException broken) {
        reset();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }

    private void pass(Chunk chunk, BlockingQueue<Chunk> underWay)
        throws IOException, InterruptedException {
      while (!underWay.offer(chunk, 1, TimeUnit.SECONDS)) {
        if (client.isClosed()) {
          throw new IOException("nobody takes it any more");
        }
      }
    }

    private void write(Weather here, BlockingQueue<Chunk> underWay, Socket to) {
      try {
        OutputStream out = to.getOutputStream();
        while (!to.isClosed()) {
          Chunk chunk = underWay.poll(1, TimeUnit.SECONDS);
          if (chunk == null) {
            continue;
          }
          TimeUnit.NANOSECONDS.sleep(chunk.due() - System.nanoTime());
          if (!passes(here, to)) {
            continue;
          }
          if (chunk.isEnd()) {
            to.shutdownOutput();
            break;
          }
          out.write(chunk.bytes());
        }
        if (client.isOutputShutdown() && server.isOutputShutdown()) {
          end();
        }
      } catch (IOException broken) {
        reset();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }

    /** Waits while bytes are held back; whether they get through then, which they never do after some that did not. */
    private boolean passes(Weather here, Socket to) throws InterruptedException {
      synchronized (here) {
        while (here.held && !to.isClosed()) {
          here.wait(1_000);
        }
        maimed |= here.swallowing;
        return !maimed;
      }
    }

    private long due(Weather here) {
      synchronized (here) {
        long jitter = here.jitterNanos == 0 ? 0 : random.nextLong(here.jitterNanos);
        return System.nanoTime() + here.delayNanos + jitter;
      }
    }

    void reset() {
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.setSoLinger(true, 0);
        } catch (IOException goneAsItIs) {
          // Then nobody is there to be told.
        }
      }
      end();
    }

    private void end() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException harmless) {
          // It is gone as it is.
        }
      }
    }
  }
}
