package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {
  @TempDir static Path directory;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = new EmbeddedPostgres(Place.in(directory.resolve("pg")));
    postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void dataAndPortSurviveARestart() throws SQLException {
    int port = postgres.port();
    execute("create table kept (id int)", "insert into kept values (1), (2)");

    postgres.stop();
    assertThat(postgres.isRunning()).isFalse();
    postgres.start();

    assertThat(postgres.port()).isEqualTo(port);
    assertThat(query("select count(*) from kept")).isEqualTo("2");
  }

  @Test
  @Tag("L04")
  void whatWasCommittedSurvivesAKill() throws SQLException {
    execute("create table committed (id int)", "insert into committed values (1)");
    long before = postgres.pid();

    postgres.kill();
    assertThat(postgres.isRunning()).isFalse();
    postgres.start();

    assertThat(postgres.pid()).isNotEqualTo(before);
    assertThat(query("select count(*) from committed")).isEqualTo("1");
  }

  @Test
  void backendsOfAKilledServerDoNotHinderTheNext() throws SQLException {
    try (Connection open = postgres.connect("postgres")) {
      assertThat(open.isValid(1)).isTrue();
      // The postmaster alone: its backends live on until they notice.
      Signal.KILL.sendTo(postgres.pid());
      Waiting.until(Duration.ofSeconds(5), () -> !postgres.isRunning());
      postgres.start();
    }
    assertThat(query("select 1")).isEqualTo("1");
  }

  @Test
  @Tag("T08")
  void itIsDurableAndPlain() throws SQLException {
    assertThat(query("show fsync")).isEqualTo("on");
    assertThat(query("show log_timezone")).isEqualTo("UTC");
    assertThat(query("show server_encoding")).isEqualTo("UTF8");
    assertThat(query("show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(query("show password_encryption")).isEqualTo("scram-sha-256");
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void thePasswordIsReadableByItsOwnerOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("pg/superuser-password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() {
    EmbeddedPostgres second = new EmbeddedPostgres(Place.in(directory.resolve("pg")));
    assertThatThrownBy(second::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("in use");
    assertThat(postgres.isRunning()).isTrue();
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedPostgres other =
          new EmbeddedPostgres(Place.in(directory.resolve("other")).withPort(taken.getLocalPort()));
      assertThatThrownBy(other::start)
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
      other.close();
    }
  }

  private static void execute(String... commands) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static String query(String query) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
