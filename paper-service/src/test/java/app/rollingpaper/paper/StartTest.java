package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.config.InvalidConfiguration;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How an instance starts, and when it does not. */
class StartTest {
  @Test
  @Tag("T10")
  void manyInstancesStartAtOnceOnAnEmptyDatabaseAndOneMigrates() throws Exception {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    Map<String, String> small = Map.of("RP_DATABASE_POOL_SIZE", "2");
    List<RunningService> instances =
        PaperServerTest.inParallel(4, i -> new RunningService(database, small));
    try {
      for (RunningService instance : instances) {
        Api admin = new Api(instance.server.adminPort(), Map.of());
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> admin.get("/health/ready").status() == 200);
      }
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement statement = connection.createStatement();
          ResultSet counted =
              statement.executeQuery(
                  "select count(*), count(distinct version) from paper.flyway_schema_history")) {
        assertThat(counted.next()).isTrue();
        assertThat(counted.getInt(1)).isEqualTo(counted.getInt(2)).isPositive();
      }
      // What one has written the others read.
      RunningService.TestPaper paper = instances.getFirst().paper();
      String note = paper.note(paper.writer("하나"), "shared");
      assertThat(paper.owner().get(paper.path() + "/notes/" + note).status()).isEqualTo(200);
    } finally {
      instances.forEach(RunningService::close);
    }
  }

  @Test
  @Tag("G03")
  void anInstanceHasRefusedSocketsBeforeItIsReady() {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    try (RunningService warm = new RunningService(database, Map.of("RP_HTTP_WARM_UP", "5s"))) {
      // Each says hello and is told why it has to go.
      assertThat(warm.figure("live_frames_in_total")).isPositive();
      assertThat(warm.figure("live_frames_out_total")).isPositive();
      await().until(() -> warm.figure("live_sockets") == 0);
    }
  }

  @Test
  @Tag("T01")
  void itsRoleReadsNoOtherServicesSchema() throws SQLException {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    String other = database.jdbcUrl().replaceFirst("\\?.*", "");
    try (Connection admin =
            DriverManager.getConnection(
                other, TestPostgres.admin().user(), TestPostgres.admin().password());
        Statement statement = admin.createStatement()) {
      statement.execute("create schema users");
      statement.execute("create table users.account (id int)");
    }
    try (Connection own = DriverManager.getConnection(other, database.user(), database.password());
        Statement statement = own.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select * from users.account"))
          .isInstanceOf(SQLException.class)
          .extracting(thrown -> ((SQLException) thrown).getSQLState())
          .isEqualTo("42501");
    }
  }

  @Test
  @Tag("T09")
  void theProductionProfileRefusesWhatIsFitForDevelopmentOnly() {
    Map<String, String> environment =
        Map.of("RP_PROFILE", "prod", "RP_EMBEDDED_STORES", "database");
    assertThatThrownBy(() -> Configuration.read(environment).as(PaperConfig.class))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("capabilities.key")
        .hasMessageContaining("database.password")
        .hasMessageContaining("amqp.url")
        .hasMessageContaining("redis.url")
        .hasMessageContaining("public-url")
        .hasMessageContaining("embedded-stores");
  }

  @Test
  @Tag("T09")
  void theProductionProfileStartsOnItsOwnSecrets() {
    Map<String, String> environment =
        Map.of(
            "RP_PROFILE", "prod",
            "RP_DATABASE_URL", "jdbc:postgresql://db/rollingpaper",
            "RP_DATABASE_PASSWORD", "chosen",
            "RP_AMQP_URL", "amqps://u:p@broker/rp",
            "RP_REDIS_URL", "redis://cache:6379",
            "RP_AUTH_JWKS_URL", "http://users:7101/.well-known/jwks.json",
            "RP_PUBLIC_URL", "https://paper.example",
            "RP_CAPABILITIES_KEY", "chosen-chosen-chosen-chosen-chosen");
    Configuration configuration = Configuration.read(environment);
    assertThat(configuration.as(PaperConfig.class).profile().name()).isEqualTo("PROD");
    assertThat(configuration.print(PaperConfig.class))
        .doesNotContain("chosen")
        .contains("[redacted]");
  }

  @Test
  @Tag("T09")
  void everythingThatIsWrongIsNamedAtOnce() {
    Map<String, String> environment =
        Map.of(
            "RP_HTTP_PORT", "many",
            "RP_DATABASE_POOL_SIZE", "some",
            "RP_HTTP_STOP_TIMEOUT", "soon",
            "RP_NO_SUCH_THING", "1");
    assertThatThrownBy(() -> Configuration.read(environment).as(PaperConfig.class))
        .hasMessageContaining("http.port: expected a whole number")
        .hasMessageContaining("database.pool-size")
        .hasMessageContaining("http.stop-timeout: expected a duration")
        .hasMessageContaining("RP_NO_SUCH_THING: no such setting");
  }
}
