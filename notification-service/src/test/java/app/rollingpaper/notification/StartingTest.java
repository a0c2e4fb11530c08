package app.rollingpaper.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.config.InvalidConfiguration;
import app.rollingpaper.compose.embedded.DatabaseProvisioner;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class StartingTest {
  @Test
  @Tag("T10")
  void threeInstancesAtOnceOnAnEmptyDatabaseAllBecomeReady() throws Exception {
    TestDatabase database = RunningService.freshDatabase();
    List<RunningService> instances = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RunningService>> starting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        starting.add(
            threads.submit(
                () ->
                    RunningService.start(
                        database, new TestClock(), Map.of("RP_DATABASE_POOL_SIZE", "2"))));
      }
      for (Future<RunningService> instance : starting) {
        instances.add(instance.get());
      }
      for (RunningService instance : instances) {
        await().until(instance::ready);
        assertThat(instance.admin("/health/ready").status()).isEqualTo(200);
      }
      assertThat(
              instances
                  .getFirst()
                  .value(
                      "select count(*) from flyway_schema_history where version is not null and success"))
          .isEqualTo("4");
    } finally {
      instances.forEach(RunningService::close);
    }
  }

  @Test
  @Tag("T09")
  void developmentSecretsAndEmbeddedStoresAreRefusedInProduction() {
    assertThatThrownBy(
            () ->
                Configuration.read(
                        Map.of("RP_PROFILE", "prod", "RP_EMBEDDED_STORES", "database,mail"))
                    .as(NotificationConfig.class))
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            invalid ->
                assertThat(invalid.violations())
                    .extracting(violation -> violation.substring(0, violation.indexOf(':')))
                    .containsExactlyInAnyOrder(
                        "public-url",
                        "database.url",
                        "database.password",
                        "amqp.url",
                        "auth.jwks-url",
                        "mail.url",
                        "mail.from",
                        "embedded-stores"));
  }

  @Test
  @Tag("T09")
  void whatIsPrintedHoldsNoSecret() {
    String printed =
        Configuration.read(Map.of("RP_MAIL_URL", "smtp://me:hidden@mail.example.org"))
            .print(NotificationConfig.class);
    assertThat(printed).contains("[redacted]").doesNotContain("hidden", "\"development\"");
  }

  @Test
  @Tag("T09")
  void aMailServerThatIsNoneIsNamedWithoutItsPassword() {
    TestDatabase database = RunningService.freshDatabase();
    assertThatThrownBy(
            () ->
                RunningService.start(
                    database,
                    new TestClock(),
                    Map.of("RP_MAIL_URL", "http://me:hidden@example.org")))
        .hasMessageStartingWith("mail.url: ")
        .hasNoCause()
        .message()
        .doesNotContain("hidden");
    assertThatThrownBy(
            () -> RunningService.start(database, new TestClock(), Map.of("RP_MAIL_FROM", "nobody")))
        .hasMessageStartingWith("mail.from: ");
  }

  @Test
  @Tag("T01")
  void theServiceAndOthersCannotReadEachOther() throws SQLException {
    TestDatabase own = RunningService.freshDatabase();
    RunningService.start(own, new TestClock(), Map.of()).close();
    String name = own.jdbcUrl().replaceAll(".*/([^/?]+).*", "$1");
    DatabaseUrl other =
        new DatabaseProvisioner(TestPostgres.admin().database(name))
            .provision("paper", "paper_service_of_" + name, "other-password");
    try (Connection theirs =
            DriverManager.getConnection(other.jdbcUrl(), other.user(), other.password());
        Statement statement = theirs.createStatement()) {
      statement.execute("create table paper.secret (text text)");
      assertDenied(statement, "select * from notification.mail");
      assertDenied(statement, "select * from notification.person");
    }
    try (Connection ours = DriverManager.getConnection(own.jdbcUrl(), own.user(), own.password());
        Statement statement = ours.createStatement()) {
      assertDenied(statement, "select * from paper.secret");
    }
  }

  private static void assertDenied(Statement statement, String query) {
    assertThatThrownBy(() -> statement.executeQuery(query))
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
  }
}
