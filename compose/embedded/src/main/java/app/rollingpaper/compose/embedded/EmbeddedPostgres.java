package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A PostgreSQL server from the programs on board: passwords are checked, every commit reaches the disk, and it listens
 * on 127.0.0.1 only. Its directory holds the cluster, the superuser's password and the log. Thread-safe.
 */
public final class EmbeddedPostgres implements EmbeddedPart {
  private static final String SUPERUSER = "postgres";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration PREPARE_LIMIT = Duration.ofMinutes(2);
  private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(20);
  private static final int STATUS_LINE = 7;
  private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");

  private final Place place;
  private final Path cache;
  private final Path cluster;
  private final PartProcess process;

  public EmbeddedPostgres(Place place) {
    this(place, Platform.cache());
  }

  /** With the programs unpacked in a cache of the caller's. */
  public EmbeddedPostgres(Place place, Path cache) {
    this.place = place;
    this.cache = cache;
    this.cluster = place.directory().resolve("cluster");
    this.process = new PartProcess("PostgreSQL", place, place.directory().toString());
  }

  @Override
  public synchronized void start() {
    if (process.isRunning()) {
      return;
    }
    PostgresBinaries binaries = PostgresBinaries.unpackedIn(cache);
    process.open(Signal.INTERRUPT);
    String password = passwordFile().readOrCreate();
    if (Files.notExists(cluster.resolve("PG_VERSION"))) {
      prepareCluster(binaries, password);
    }
    endServersOf(cluster);
    process.launch(
        new PartProcess.Start(
            serverCommand(binaries),
            ENVIRONMENT,
            withheld(),
            true,
            Signal.INTERRUPT,
            this::isReady));
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

  /** The JDBC address of a database of this server, without credentials. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** The superuser's address of the database {@code postgres}. */
  public DatabaseUrl adminUrl() {
    return new DatabaseUrl(jdbcUrl("postgres"), SUPERUSER, passwordFile().readOrCreate());
  }

  /** A connection of the superuser. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, passwordFile().readOrCreate());
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void stop() {
    process.stop(Signal.INTERRUPT, STOP_LIMIT);
  }

  private PasswordFile passwordFile() {
    return new PasswordFile(place.directory().resolve("superuser-password"));
  }

  private List<String> serverCommand(PostgresBinaries binaries) {
    Map<String, String> settings =
        Map.of(
            "port", Integer.toString(port()),
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "shared_buffers", "32MB",
            "max_connections", "120",
            "max_wal_size", "256MB",
            "wal_level", "logical",
            "timezone", "UTC",
            "log_timezone", "UTC");
    List<String> command = new ArrayList<>();
    command.add(binaries.program("postgres").toString());
    command.addAll(List.of("-D", cluster.toString()));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  // A half-made cluster must never be mistaken for a whole one, so it gets its name when it is
  // complete.
  private void prepareCluster(PostgresBinaries binaries, String password) {
    Path unfinished = place.directory().resolve("cluster-unfinished");
    try {
      UnpackOnce.deleteTree(unfinished);
      ChildProcess.Plan plan =
          new ChildProcess.Plan(
              List.of(
                  binaries.program("initdb").toString(),
                  "--pgdata=" + unfinished,
                  "--username=" + SUPERUSER,
                  "--encoding=UTF8",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8",
                  "--locale=C",
                  "--auth=scram-sha-256",
                  "--pwfile=" + passwordFile().path(),
                  "--no-instructions"),
              ENVIRONMENT,
              withheld(),
              place.directory(),
              process.log(),
              new PidFile(place.directory().resolve("initdb.pid"), place.directory().toString()),
              Signal.KILL,
              true);
      if (password.isEmpty()) {
        throw new CannotStart("The password file " + passwordFile().path() + " is empty.");
      }
      ChildProcess initdb = ChildProcess.start(plan);
      if (!Waiting.until(PREPARE_LIMIT, () -> !initdb.isAlive())
          || initdb.exitCode().orElse(-1) != 0) {
        initdb.kill();
        throw CannotStart.withLog("PostgreSQL's data could not be prepared.", process.log());
      }
      Files.deleteIfExists(plan.pidFile().path());
      Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw CannotStart.because("PostgreSQL's data", place.directory(), failure);
    }
  }

  private boolean isReady() {
    List<String> lines = postmasterFile(cluster);
    return lines.size() > STATUS_LINE
        && lines.getFirst().strip().equals(Long.toString(process.pid()))
        && "ready".equals(lines.get(STATUS_LINE).strip());
  }

  // The server of an earlier run, or backends that outlived one that was killed: they hold the
  // cluster's memory.
  private static void endServersOf(Path cluster) {
    ProcessHandle.allProcesses()
        .filter(process -> serves(process, cluster))
        .toList()
        .forEach(
            process -> {
              Signal.INTERRUPT.sendTo(process.pid());
              if (!Waiting.until(LEFTOVER_LIMIT, () -> !process.isAlive())) {
                process.destroyForcibly();
                Waiting.until(LEFTOVER_LIMIT, () -> !process.isAlive());
              }
            });
  }

  // Backends rename themselves, but every process of a server works in its cluster's directory.
  private static boolean serves(ProcessHandle process, Path cluster) {
    if (!PidFile.commandLine(process).contains("postgres")) {
      return false;
    }
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(cluster.toRealPath());
    } catch (IOException noProc) {
      return PidFile.commandLine(process).contains(cluster.toString());
    }
  }

  private static List<String> postmasterFile(Path cluster) {
    try {
      return Files.readAllLines(cluster.resolve("postmaster.pid"));
    } catch (IOException beingWritten) {
      return List.of();
    }
  }

  // Nothing of the person's own PostgreSQL settings or language may reach this server.
  private static Set<String> withheld() {
    return System.getenv().keySet().stream()
        .filter(name -> name.startsWith("PG") || name.startsWith("LC_") || name.startsWith("LANG"))
        .collect(Collectors.toSet());
  }
}
