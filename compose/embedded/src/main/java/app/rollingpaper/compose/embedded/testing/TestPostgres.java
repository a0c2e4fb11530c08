package app.rollingpaper.compose.embedded.testing;

import app.rollingpaper.compose.embedded.DatabaseProvisioner;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.EmbeddedPostgres;
import app.rollingpaper.compose.embedded.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;

/**
 * Fresh databases on one server per test JVM: embedded, or the one whose superuser's address is in the environment
 * variable TEST_DATABASE_URL. Thread-safe.
 */
public final class TestPostgres {
  private TestPostgres() {}

  /** A new, empty database with the role and the schema it owns. */
  public static TestDatabase freshDatabase(String schema, String role) {
    DatabaseUrl admin = Server.ADMIN;
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection =
            DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template template0");
      DatabaseUrl own =
          new DatabaseProvisioner(admin.database(name)).provision(schema, role, passwordOf(role));
      return new TestDatabase(own.jdbcUrl(), own.user(), own.password());
    } catch (SQLException failure) {
      throw new IllegalStateException("no fresh database on " + admin, failure);
    }
  }

  /** The superuser's address of the same server. */
  public static DatabaseUrl admin() {
    return Server.ADMIN;
  }

  /** The embedded server, for tests that kill it; empty when a real one is used. */
  public static Optional<EmbeddedPostgres> embedded() {
    return Server.EMBEDDED;
  }

  // The same in every JVM that shares a server, because a role has one password for all its
  // databases.
  private static String passwordOf(String role) {
    return UUID.nameUUIDFromBytes((role + Server.ADMIN.password()).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static final class Server {
    static final Optional<EmbeddedPostgres> EMBEDDED =
        System.getenv("TEST_DATABASE_URL") == null ? Optional.of(started()) : Optional.empty();
    static final DatabaseUrl ADMIN =
        EMBEDDED
            .map(EmbeddedPostgres::adminUrl)
            .orElseGet(() -> DatabaseUrl.parse(System.getenv("TEST_DATABASE_URL")));

    private static EmbeddedPostgres started() {
      Path directory = Scratch.directory("postgres");
      EmbeddedPostgres postgres = new EmbeddedPostgres(Place.in(directory));
      Scratch.endWithTheJvm(postgres, directory);
      postgres.start();
      return postgres;
    }
  }
}
