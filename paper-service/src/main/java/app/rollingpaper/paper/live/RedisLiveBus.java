package app.rollingpaper.paper.live;

import app.rollingpaper.common.redis.RedisAddress;
import app.rollingpaper.paper.access.PaperId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The bus over Redis pub/sub: a channel for each paper, all of them on one connection of each instance. An instance listens
 * only to the papers that are open on it, so that what nobody else needs is sent to nobody; a cluster passes every message
 * on to all of its nodes, so that it does not matter which of them an instance is connected to. Thread-safe.
 */
public final class RedisLiveBus implements LiveBus {
  private static final Logger log = LoggerFactory.getLogger(RedisLiveBus.class);
  private static final String PREFIX = "rp:live:";
  private static final byte[] COMMON = "rp:live".getBytes(StandardCharsets.UTF_8);
  private static final int CONNECTIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int QUEUE = 8_192;
  private static final int AT_ONCE = 256;
  private static final int PULSE_MILLIS = 2_000;
  private static final int LONGEST_PAUSE_MILLIS = 2_000;

  private final RedisAddress address;
  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private final ConcurrentMap<PaperId, CompletableFuture<Void>> wanted = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Listener listener;
  private volatile @Nullable UnifiedJedis redis;
  private volatile @Nullable Subscription subscription;
  private volatile boolean closed;

  public RedisLiveBus(RedisAddress address) {
    this.address = address;
  }

  private record Message(byte[] channel, byte[] bytes) {}

  @Override
  public void start(Listener hearer) {
    listener = hearer;
    threads.add(Thread.ofVirtual().name("bus-in").start(this::listenForGood));
    threads.add(Thread.ofVirtual().name("bus-out").start(this::sendForGood));
    threads.add(Thread.ofVirtual().name("bus-pulse").start(this::pulseForGood));
  }

  @Override
  public void publish(PaperId paper, byte[] message) {
    if (connected()) {
      // What does not fit is lost, as the contract says; the readers find out and look it up.
      queue.offer(new Message(channel(paper), message));
    }
  }

  @Override
  public CompletableFuture<Void> listen(PaperId paper) {
    CompletableFuture<Void> certain = wanted.computeIfAbsent(paper, _ -> new CompletableFuture<>());
    Subscription open = subscription;
    if (open == null || !open.open) {
      return CompletableFuture.completedFuture(null);
    }
    open.add(paper);
    return certain;
  }

  @Override
  public void ignore(PaperId paper) {
    wanted.remove(paper);
    Subscription open = subscription;
    if (open != null && open.open) {
      open.remove(paper);
    }
  }

  @Override
  public boolean connected() {
    Subscription open = subscription;
    return open != null && open.open;
  }

  private static byte[] channel(PaperId paper) {
    return (PREFIX + "{" + paper + "}").getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable PaperId paper(byte[] channel) {
    String name = new String(channel, StandardCharsets.UTF_8);
    return name.startsWith(PREFIX)
        ? PaperId.fromString(name.substring(PREFIX.length() + 1, name.length() - 1))
        : null;
  }

  // In

  private void listenForGood() {
    boolean wasAway = false;
    int pause = 100;
    while (!closed) {
      Subscription mine = new Subscription(wasAway);
      try {
        UnifiedJedis client = redis;
        if (client == null) {
          client = address.connect("paper-service", CONNECTIONS, PATIENCE);
          redis = client;
        }
        subscription = mine;
        client.subscribe(mine, COMMON);
      } catch (RuntimeException away) {
        if (!closed && (mine.open || !wasAway)) {
          log.warn("event=bus_away cause={}", away.getClass().getSimpleName());
        }
      }
      pause = mine.open ? 100 : Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      mine.open = false;
      wasAway = true;
      wanted.values().forEach(certain -> certain.complete(null));
      if (!sleep(pause)) {
        return;
      }
    }
  }

  /** One subscription, from the time it was confirmed until its connection breaks. */
  private final class Subscription extends BinaryJedisPubSub {
    private final boolean again;
    private final Set<PaperId> confirmed = ConcurrentHashMap.newKeySet();
    volatile boolean open;

    Subscription(boolean again) {
      this.again = again;
    }

    // Several threads send on this connection while one receives.
    private synchronized void send(Runnable command) {
      try {
        command.run();
      } catch (JedisException broken) {
        open = false;
      }
    }

    void add(PaperId paper) {
      if (!confirmed.contains(paper)) {
        send(() -> subscribe(channel(paper)));
      }
    }

    void remove(PaperId paper) {
      confirmed.remove(paper);
      send(() -> unsubscribe(channel(paper)));
    }

    void pulse() {
      send(this::ping);
    }

    @Override
    public void onSubscribe(byte[] channel, int count) {
      PaperId paper = paper(channel);
      if (paper == null) {
        open = true;
        log.info("event=bus_connected");
        byte[][] channels =
            wanted.keySet().stream().map(RedisLiveBus::channel).toArray(byte[][]::new);
        if (channels.length > 0) {
          send(() -> subscribe(channels));
        }
        Listener hearer = listener;
        if (again && hearer != null) {
          hearer.returned();
        }
        return;
      }
      confirmed.add(paper);
      CompletableFuture<Void> certain = wanted.get(paper);
      if (certain != null) {
        certain.complete(null);
      }
    }

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      PaperId paper = paper(channel);
      Listener hearer = listener;
      if (paper != null && hearer != null) {
        try {
          hearer.heard(paper, message);
        } catch (RuntimeException failed) {
          log.error("event=bus_message_failed paper={}", paper, failed);
        }
      }
    }
  }

  /** Something has to be heard now and then, so that a connection that is dead without a sign is noticed. */
  private void pulseForGood() {
    while (sleep(PULSE_MILLIS)) {
      Subscription open = subscription;
      if (open != null && open.open) {
        open.pulse();
      }
    }
  }

  // Out

  private void sendForGood() {
    List<Message> batch = new ArrayList<>();
    while (!closed) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, AT_ONCE - 1);
        UnifiedJedis client = redis;
        if (client != null && connected()) {
          send(client, batch);
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException lost) {
        log.debug("event=bus_messages_lost count={}", batch.size());
      } finally {
        batch.clear();
      }
    }
  }

  private static void send(UnifiedJedis client, List<Message> batch) {
    if (client instanceof RedisClusterClient || batch.size() == 1) {
      batch.forEach(message -> client.publish(message.channel, message.bytes));
    } else {
      try (AbstractPipeline pipeline = client.pipelined()) {
        batch.forEach(message -> pipeline.publish(message.channel, message.bytes));
        pipeline.sync();
      }
    }
  }

  private boolean sleep(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return !closed;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    Subscription open = subscription;
    if (open != null && open.open) {
      open.send(open::unsubscribe);
    }
    UnifiedJedis client = redis;
    if (client != null) {
      client.close();
    }
  }
}
