package app.rollingpaper.user.key;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.db.Database;
import app.rollingpaper.common.db.DatabaseConfig;
import app.rollingpaper.common.time.Ids;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P01")
final class SigningKeysTest {
  private static final KeysConfig CONFIG =
      new KeysConfig(
          new Secret("a secret of thirty-two characters or more"), Duration.ofMinutes(15));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T09:15:30Z"));
  private Database database;

  @BeforeEach
  void migrate() {
    TestDatabase fresh = TestPostgres.freshDatabase("users", "user_service");
    database =
        new Database(
            new DatabaseConfig(
                fresh.jdbcUrl(),
                fresh.user(),
                new Secret(fresh.password()),
                "users",
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10)),
            "test",
            new SimpleMeterRegistry());
    database.migrate();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private SigningKeys instance() {
    return new SigningKeys(database.jdbi(), CONFIG, Ids.timeOrdered(), now::get);
  }

  private void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  private static List<String> published(SigningKeys keys) {
    return keys.published().getKeys().stream().map(JWK::getKeyID).toList();
  }

  @Test
  void aNewKeyIsPublishedBeforeItSignsAndTheOldOneStaysForItsTokens() {
    SigningKeys one = instance();
    SigningKeys other = instance();
    String old = one.current().kid();
    String next = one.rotate().kid();
    assertThat(next).isNotEqualTo(old);
    assertThat(published(one)).containsExactly(next, old);
    assertThat(one.current().kid()).isEqualTo(old);

    advance(Duration.ofSeconds(31));
    assertThat(published(other)).as("another instance looks again").containsExactly(next, old);

    advance(Duration.ofMinutes(15));
    assertThat(one.current().kid()).isEqualTo(next);
    assertThat(other.current().kid()).isEqualTo(next);
    assertThat(published(other)).containsExactly(next, old);
  }

  @Test
  void noKeyIsMadeWhileAnotherWaitsOrTheOneBeforeIsStillNeeded() {
    SigningKeys keys = instance();
    String first = keys.current().kid();
    String second = keys.rotate().kid();
    assertThat(keys.rotate().kid()).isEqualTo(second);
    advance(Duration.ofMinutes(29));
    assertThat(keys.rotate().kid()).isEqualTo(second);
    advance(Duration.ofMinutes(2));
    String third = keys.rotate().kid();
    assertThat(published(keys)).containsExactly(third, second).doesNotContain(first);
  }

  @Test
  void anUnknownKeyIsLookedForAtOnce() {
    SigningKeys one = instance();
    SigningKeys other = instance();
    String next = one.rotate().kid();
    advance(Duration.ofSeconds(2));
    assertThat(other.get(new JWKSelector(new JWKMatcher.Builder().keyID(next).build()), null))
        .hasSize(1);
  }

  @Test
  void thePublishedKeysHoldNothingPrivate() {
    assertThat(instance().published().getKeys()).allMatch(key -> !key.isPrivate());
  }
}
