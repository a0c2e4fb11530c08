package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Redis server: the machine's own {@code redis-server} where there is one, else the program on board. It listens on
 * 127.0.0.1 only and keeps an append-only file. Thread-safe.
 */
public final class EmbeddedRedis implements EmbeddedPart {
  private static final int PROBE_MILLIS = 1_000;

  private final Place place;
  private final Path cache;
  private final PartProcess process;

  public EmbeddedRedis(Place place) {
    this(place, Platform.cache());
  }

  /** With the program unpacked, if need be, in a cache of the caller's. */
  public EmbeddedRedis(Place place, Path cache) {
    this.place = place;
    this.cache = cache;
    this.process = new PartProcess("Redis", place, "redis-server");
  }

  @Override
  public synchronized void start() {
    if (process.isRunning()) {
      return;
    }
    Path program = program(cache);
    process.open(Signal.TERMINATE);
    process.launch(
        new PartProcess.Start(
            List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port()),
                "--dir",
                place.directory().toString(),
                "--daemonize",
                "no",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                ""),
            Map.of(),
            Set.of(),
            false,
            Signal.TERMINATE,
            this::answers));
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

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), PROBE_MILLIS);
      socket.setSoTimeout(PROBE_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      // While it still loads its file it answers "-LOADING".
      return socket.getInputStream().read() == '+';
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The machine's own, else the one on board. */
  static Path program(Path cache) {
    return Programs.find("redis-server").orElseGet(() -> unpackedIn(cache));
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
