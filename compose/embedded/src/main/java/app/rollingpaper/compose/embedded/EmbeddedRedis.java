package app.rollingpaper.compose.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Redis server: the machine's own {@code redis-server} where there is one, else the program on board. It listens on
 * 127.0.0.1 only and, unless it is told otherwise, keeps an append-only file. Thread-safe.
 */
public final class EmbeddedRedis implements EmbeddedPart {
  private static final int ANSWER_MILLIS = 2_000;
  private static final List<String> KEPT =
      List.of(
          "--daemonize", "no", "--appendonly", "yes", "--appendfsync", "everysec", "--save", "");

  private final Place place;
  private final Path cache;
  private final List<String> arguments;
  private final PartProcess process;

  public EmbeddedRedis(Place place) {
    this(place, Platform.cache());
  }

  /** With the program unpacked, if need be, in a cache of the caller's. */
  public EmbeddedRedis(Place place, Path cache) {
    this(place, cache, KEPT);
  }

  /**
   * One among several that work together.
   *
   * @param arguments of {@code redis-server}, besides its port and place; they come first
   */
  EmbeddedRedis(Place place, List<String> arguments) {
    this(place, Platform.cache(), arguments);
  }

  private EmbeddedRedis(Place place, Path cache, List<String> arguments) {
    this.place = place;
    this.cache = cache;
    this.arguments = List.copyOf(arguments);
    this.process = new PartProcess("Redis", place, "redis-server");
  }

  @Override
  public synchronized void start() {
    if (process.isRunning()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Programs.find("redis-server").orElseGet(() -> unpackedIn(cache)).toString());
    command.addAll(arguments);
    process.open(Signal.TERMINATE);
    command.addAll(
        List.of(
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port()),
            "--dir",
            place.directory().toString()));
    process.launch(
        new PartProcess.Start(command, Map.of(), Set.of(), false, Signal.TERMINATE, this::answers));
  }

  private boolean answers() {
    try {
      return ask("PING").startsWith("+");
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The first line of the answer, or what it announces when it announces a text. */
  String ask(String command) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String first = String.valueOf(answer.readLine());
      if (!first.startsWith("$") || first.equals("$-1")) {
        return first;
      }
      char[] text = new char[Integer.parseInt(first.substring(1))];
      int size = 0;
      for (int count = 0; size < text.length && count >= 0; size += Math.max(0, count)) {
        count = answer.read(text, size, text.length - size);
      }
      return new String(text, 0, size);
    } catch (IOException silent) {
      throw new UncheckedIOException(silent);
    }
  }

  /** Asks for something that has to be granted. */
  void command(String command) {
    String answer = ask(command);
    if (answer.startsWith("-")) {
      throw new IllegalStateException(command.replaceFirst(" .*", "") + " was refused: " + answer);
    }
  }

  @Override
  public boolean isRunning() {
    return process.isRunning();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public int port() {
    return process.port();
  }

  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void stop() {
    process.stop(Signal.TERMINATE, Duration.ofSeconds(10));
  }

  private static Path unpackedIn(Path cache) {
    return UnpackOnce.directory(cache, "redis-" + Versions.redis(), EmbeddedRedis::unpack)
        .resolve("redis-server");
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream packed =
        EmbeddedRedis.class.getResourceAsStream(Platform.current().redisProgram())) {
      if (packed == null) {
        throw new CannotStart(
            "There is no Redis for this machine ("
                + Platform.current().name()
                + ") on board: install redis-server or set REDIS_URL.");
      }
      Path program = target.resolve("redis-server");
      Files.copy(packed, program);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
