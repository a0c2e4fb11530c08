package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class DatabaseProvisionerTest {

  @Test
  @Tag("T01")
  void oneServiceCannotReadOrEnterTheSchemaOfAnother() throws SQLException {
    DatabaseUrl database = freshDatabase();
    DatabaseProvisioner provisioner = new DatabaseProvisioner(database);
    DatabaseUrl paper = provisioner.provision("paper", "paper_service", "one");
    DatabaseUrl users = provisioner.provision("users", "user_service", "two");
    execute(paper, "create table note (text text)", "insert into note values ('hello')");

    assertThat(query(paper, "select text from paper.note")).isEqualTo("hello");
    assertDenied(() -> query(users, "select text from paper.note"));
    assertDenied(() -> execute(users, "create table paper.mine (id int)"));
    assertDenied(() -> execute(users, "create table public.mine (id int)"));
    assertDenied(() -> execute(users, "create schema mine"));
    assertDenied(() -> execute(users, "create database mine"));
    assertDenied(() -> execute(users, "set role paper_service"));
  }

  @Test
  @Tag("T01")
  void aRoleOfAnotherDatabaseCannotEnter() throws SQLException {
    DatabaseUrl first = freshDatabase();
    TestDatabase second = TestPostgres.freshDatabase("elsewhere", "role_of_elsewhere");
    new DatabaseProvisioner(first).provision("here", "role_of_here", "one");

    assertDenied(() -> query(first.as(second.user(), second.password()), "select 1"));
  }

  @Test
  @Tag("T10")
  void itMayRunManyTimesAtOnceAndAgain() throws Exception {
    List<DatabaseUrl> databases = List.of(freshDatabase(), freshDatabase());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<DatabaseUrl>> calls = new ArrayList<>();
      for (int index = 0; index < 16; index++) {
        DatabaseProvisioner provisioner = new DatabaseProvisioner(databases.get(index % 2));
        calls.add(() -> provisioner.provision("often", "often_service", "same"));
      }
      for (Future<DatabaseUrl> result : threads.invokeAll(calls)) {
        assertThat(query(result.get(), "select current_user")).isEqualTo("often_service");
        assertThat(query(result.get(), "select current_schema()")).isEqualTo("often");
      }
    }
  }

  @Test
  void strangeNamesAreQuoted() throws SQLException {
    String name = "it's \"quoted\"; drop";
    DatabaseUrl own =
        new DatabaseProvisioner(freshDatabase()).provision(name, name, "pass'word\\\"");
    assertThat(query(own, "select current_user")).isEqualTo(name);
    assertThat(query(own, "select current_schema()")).isEqualTo(name);
  }

  @Test
  void aNewPasswordReplacesTheOld() throws SQLException {
    DatabaseProvisioner provisioner = new DatabaseProvisioner(freshDatabase());
    DatabaseUrl old = provisioner.provision("changing", "changing_service", "old");
    provisioner.provision("changing", "changing_service", "new");
    assertThatThrownBy(() -> query(old, "select 1"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void freshDatabasesAreApart() throws SQLException {
    TestDatabase one = TestPostgres.freshDatabase("apart", "apart_service");
    TestDatabase two = TestPostgres.freshDatabase("apart", "apart_service");
    execute(
        new DatabaseUrl(one.jdbcUrl(), one.user(), one.password()),
        "create table only_here (id int)");
    assertThat(
            query(
                new DatabaseUrl(two.jdbcUrl(), two.user(), two.password()),
                "select count(*) from pg_tables where tablename = 'only_here'"))
        .isEqualTo("0");
  }

  private static DatabaseUrl freshDatabase() {
    TestDatabase database = TestPostgres.freshDatabase("unused", "unused_service");
    DatabaseUrl admin = TestPostgres.admin();
    return new DatabaseUrl(database.jdbcUrl(), admin.user(), admin.password());
  }

  private interface Attempt {
    void run() throws SQLException;
  }

  private static void assertDenied(Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
  }

  private static void execute(DatabaseUrl url, String... commands) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static String query(DatabaseUrl url, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
