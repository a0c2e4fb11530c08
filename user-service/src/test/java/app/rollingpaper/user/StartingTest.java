package app.rollingpaper.user;

import static app.rollingpaper.user.RunningService.PASSWORD;
import static app.rollingpaper.user.RunningService.newEmail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.common.config.Configuration;
import app.rollingpaper.common.config.InvalidConfiguration;
import app.rollingpaper.compose.embedded.DatabaseProvisioner;
import app.rollingpaper.compose.embedded.DatabaseUrl;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.user.RunningService.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class StartingTest {
  private final TestClock clock = new TestClock();

  @Test
  @Tag("T10")
  void fiveInstancesAtOnceOnAnEmptyDatabaseMakeOneKeyAndAllBecomeReady() {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    List<RunningService> instances =
        Parallel.times(
            5, () -> RunningService.start(database, clock, Map.of("RP_DATABASE_POOL_SIZE", "2")));
    try {
      for (RunningService instance : instances) {
        await().until(instance::ready);
        assertThat(instance.admin("/health/ready").status()).isEqualTo(200);
      }
      assertThat(
              instances.stream()
                  .map(instance -> instance.get("/.well-known/jwks.json", Map.of()).text())
                  .distinct())
          .hasSize(1);
      Answer signedIn = instances.getFirst().newSession();
      assertThat(instances.getLast().me(signedIn.accessToken()).status()).isEqualTo(200);
      assertThat(instances.getLast().refresh(signedIn.cookie()).status()).isEqualTo(200);
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
                        Map.of("RP_PROFILE", "prod", "RP_EMBEDDED_STORES", "database,redis"))
                    .as(UserConfig.class))
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
                        "redis.url",
                        "keys.encryption-secret",
                        "embedded-stores"));
  }

  @Test
  @Tag("T09")
  void weakPasswordParametersAndShortSecretsAreRefusedEverywhere() {
    assertThatThrownBy(
            () ->
                Configuration.read(
                        Map.of(
                            "RP_PASSWORDS_MEMORY_KIB", "4096",
                            "RP_PASSWORDS_ITERATIONS", "1",
                            "RP_KEYS_ENCRYPTION_SECRET", "short"))
                    .as(UserConfig.class))
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            invalid ->
                assertThat(String.join("\n", invalid.violations()))
                    .contains(
                        "passwords.memory-kib", "passwords.iterations", "keys.encryption-secret")
                    .doesNotContain("short"));
  }

  @Test
  @Tag("T09")
  void whatIsPrintedHoldsNoSecret() {
    String printed =
        Configuration.read(Map.of("RP_KEYS_ENCRYPTION_SECRET", "a secret of thirty-two characters"))
            .print(UserConfig.class);
    assertThat(printed)
        .doesNotContain("thirty-two", "development-only", "app:secret", "\"development\"");
  }

  @Test
  @Tag("T09")
  void anotherSecretDoesNotOpenTheKeys() {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    RunningService.start(database, clock, Map.of()).close();
    assertThatThrownBy(
            () ->
                RunningService.start(
                    database,
                    clock,
                    Map.of("RP_KEYS_ENCRYPTION_SECRET", "another secret of 32 characters or more")))
        .hasMessageContaining("keys.encryption-secret");
  }

  @Test
  @Tag("T01")
  void theRoleOfAnotherServiceReadsNothingOfThisSchema() throws SQLException {
    TestDatabase own = TestPostgres.freshDatabase("users", "user_service");
    RunningService.start(own, clock, Map.of()).close();
    String name = own.jdbcUrl().replaceAll(".*/([^/?]+).*", "$1");
    DatabaseUrl other =
        new DatabaseProvisioner(TestPostgres.admin().database(name))
            .provision("other", "other_service", "other-password");
    try (Connection connection =
            DriverManager.getConnection(other.jdbcUrl(), other.user(), other.password());
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("select * from users.account"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  @Tag("P01")
  void theDatabaseHoldsNoSecretsInTheClear() throws SQLException {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    try (RunningService service = RunningService.start(database, clock, Map.of())) {
      String email = newEmail();
      service.signUp(email);
      String cookie = service.refresh(service.signIn(email, PASSWORD).cookie()).cookie();
      try (Connection connection =
              DriverManager.getConnection(
                  database.jdbcUrl(), database.user(), database.password());
          Statement statement = connection.createStatement()) {
        assertThat(text(statement, "select password_hash from users.account"))
            .matches(
                "\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(text(statement, "select string_agg(s::text, ' ') from users.session s"))
            .doesNotContain(cookie);
        String key =
            text(
                statement, "select encode(sealed_key, 'hex') || public_key from users.signing_key");
        assertThat(key)
            .contains("\"kty\":\"RSA\"")
            .doesNotContain("\"d\":", hex("\"d\":"), hex("\"kty\""));
      }
    }
  }

  @Test
  @Tag("P01")
  void aPasswordIsHashedAnewWhenMoreWorkIsAskedFor() throws SQLException {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    String email = newEmail();
    try (RunningService service = RunningService.start(database, clock, Map.of())) {
      service.signUp(email);
    }
    Map<String, String> dearer = Map.of("RP_PASSWORDS_ITERATIONS", "3");
    try (RunningService service = RunningService.start(database, clock, dearer);
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      assertThat(service.signIn(email, "wrong password").status()).isEqualTo(401);
      assertThat(text(statement, "select password_hash from users.account")).contains(",t=2,");
      assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
      assertThat(text(statement, "select password_hash from users.account")).contains(",t=3,");
      assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  @Tag("P01")
  void signingInGoesOnWithoutRedisAndBroker() {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    Map<String, String> nobodyListens =
        Map.of(
            "RP_REDIS_URL",
            "redis://127.0.0.1:1",
            "RP_AMQP_URL",
            "amqp://app:secret@127.0.0.1:1/default");
    try (RunningService service = RunningService.start(database, clock, nobodyListens)) {
      await().until(service::ready);
      String email = newEmail();
      assertThat(service.signUp(email).status()).isEqualTo(201);
      assertThat(service.signIn(email, PASSWORD).status()).isEqualTo(201);
      assertThat(service.signIn(email, "wrong password").status()).isEqualTo(401);
      assertThat(service.admin("/metrics").text())
          .contains("limits_uncounted_total{fails=\"open\",limit=\"sign-in-failures\"}");
      assertThat(service.admin("/health/ready").json().at("/parts/redis").asText())
          .isEqualTo("down");
    }
  }

  @Test
  @Tag("P01")
  void passwordsThatComeTooFastAreToldToComeBack() {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    Map<String, String> narrow =
        Map.of("RP_PASSWORDS_CONCURRENT", "1", "RP_PASSWORDS_PATIENCE", "1ms");
    try (RunningService service = RunningService.start(database, clock, narrow)) {
      List<Answer> answers = Parallel.times(16, () -> service.signUp(newEmail()));
      assertThat(answers).extracting(Answer::status).containsOnly(201, 503);
      Answer busy =
          answers.stream().filter(answer -> answer.status() == 503).findFirst().orElseThrow();
      SigningUpTest.assertProblem(busy, "busy", 503);
      assertThat(busy.header("Retry-After")).isEqualTo("1");
    }
  }
}
