package app.rollingpaper.compose.suites.fault;

import app.rollingpaper.compose.suites.fault.FaultProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** The faults there are to choose from, by chance that a seed decides. Not thread-safe. */
public final class Faults {
  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGEST_MILLIS = 1_500;
  private static final int LONGEST_DELAY_MILLIS = 150;
  private static final int MOST_ATTEMPTS = 1_000;

  private final ProxiedSystem system;
  private final Random random;
  // What is likelier stands here more than once.
  private final List<Supplier<Fault>> choice =
      List.of(
          () -> kill("paper", paper()),
          () -> kill("paper", paper()),
          () -> kill("gateway", ProxiedSystem.GATEWAY),
          () -> kill("PostgreSQL", ProxiedSystem.POSTGRES),
          () -> kill("Redis", ProxiedSystem.REDIS),
          () -> stop("PostgreSQL", ProxiedSystem.POSTGRES),
          () -> stop("broker", ProxiedSystem.BROKER),
          () -> hang("paper", paper()),
          () -> hang("gateway", ProxiedSystem.GATEWAY),
          () -> hang("PostgreSQL", ProxiedSystem.POSTGRES),
          () -> hang("Redis", ProxiedSystem.REDIS),
          this::flush,
          this::cut,
          this::cut,
          this::refuse,
          this::delay,
          this::delay,
          this::hold,
          this::swallow,
          this::swallow);

  public Faults(ProxiedSystem system, Random random) {
    this.system = system;
    this.random = random;
  }

  /**
   * So many of them, each at another place.
   *
   * @param kinds of which kinds; all when it is empty
   */
  public List<Fault> some(int count, Set<String> kinds) {
    Map<String, Fault> chosen = new LinkedHashMap<>();
    for (int attempt = 0; chosen.size() < count && attempt < MOST_ATTEMPTS; attempt++) {
      Fault fault = choice.get(random.nextInt(choice.size())).get();
      if (kinds.isEmpty() || kinds.contains(fault.kind())) {
        chosen.putIfAbsent(fault.where(), fault);
      }
    }
    return List.copyOf(chosen.values());
  }

  private String paper() {
    return anyOf(system.papers());
  }

  private String joint() {
    return anyOf(system.joints().stream().sorted().toList());
  }

  private <T> T anyOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Duration aWhile() {
    return Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
  }

  /** SIGKILL. */
  private Fault kill(String what, String name) {
    // A program needs its stores to start; they need nobody.
    boolean last = what.equals("paper") || what.equals("gateway");
    return new Fault(
        "kill " + what,
        name,
        aWhile(),
        () -> system.kill(name),
        () -> system.startAgain(name),
        last);
  }

  /** Ended in order, and started again. */
  private Fault stop(String what, String name) {
    return new Fault(
        "stop " + what,
        name,
        aWhile(),
        () -> system.stop(name),
        () -> system.startAgain(name),
        false);
  }

  /** SIGSTOP and SIGCONT. */
  private Fault hang(String what, String name) {
    return new Fault(
        "hang " + what, name, aWhile(), () -> system.hang(name), () -> system.goOn(name), false);
  }

  private Fault flush() {
    return new Fault(
        "FLUSHALL",
        ProxiedSystem.REDIS,
        Duration.ZERO,
        () -> flushAll(system.redisUrl()),
        () -> {},
        false);
  }

  private Fault cut() {
    String joint = joint();
    FaultProxy proxy = system.proxy(joint);
    return new Fault("cut", joint, Duration.ZERO, proxy::cut, () -> {}, false);
  }

  private Fault refuse() {
    return onProxy("refuse", joint(), FaultProxy::refuse);
  }

  private Fault delay() {
    Duration delay = Duration.ofMillis(random.nextInt(5, LONGEST_DELAY_MILLIS));
    Direction direction = direction();
    return onProxy("delay", joint(), proxy -> proxy.delay(direction, delay, delay));
  }

  private Fault hold() {
    Direction direction = direction();
    return onProxy("hold", joint(), proxy -> proxy.hold(direction));
  }

  private Fault swallow() {
    Direction direction = direction();
    return onProxy("swallow", joint(), proxy -> proxy.swallow(direction));
  }

  private Direction direction() {
    return anyOf(List.of(Direction.values()));
  }

  private interface Spell {
    void on(FaultProxy proxy);
  }

  private Fault onProxy(String kind, String joint, Spell spell) {
    FaultProxy proxy = system.proxy(joint);
    return new Fault(kind, joint, aWhile(), () -> spell.on(proxy), proxy::heal, false);
  }

  /** Everything in a Redis is gone at once. */
  public static void flushAll(String redisUrl) {
    URI redis = URI.create(redisUrl);
    try (Socket socket = new Socket(InetAddress.getByName(redis.getHost()), redis.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().read();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
