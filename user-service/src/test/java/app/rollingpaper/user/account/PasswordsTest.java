package app.rollingpaper.user.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P01")
final class PasswordsTest {
  private static final Password PASSWORD = Password.typed("correct horse battery");

  private final MeterRegistry metrics = new SimpleMeterRegistry();

  private static PasswordsConfig config(int iterations, int concurrent, Duration patience) {
    return new PasswordsConfig(19_456, iterations, 1, concurrent, patience);
  }

  @Test
  void aHashNamesItsParametersAndIsNeverTheSame() {
    try (Passwords passwords = new Passwords(config(2, 2, Duration.ofSeconds(5)), metrics)) {
      String one = passwords.hash(PASSWORD).orElseThrow();
      String other = passwords.hash(PASSWORD).orElseThrow();
      assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
      assertThat(passwords.matches(PASSWORD, one)).contains(true);
      assertThat(passwords.matches(PASSWORD, other)).contains(true);
      assertThat(passwords.matches(Password.typed("correct horse batterY"), one)).contains(false);
      assertThat(passwords.matches(PASSWORD, passwords.nobodys())).contains(false);
      assertThat(passwords.matches(Password.typed(""), passwords.nobodys()))
          .as("the empty password is never asked about: it is too short")
          .contains(true);
      assertThat(Password.typed("").possible()).isFalse();
    }
  }

  /** The reference vector of the Argon2 library for these parameters (argon2id, v=19, "password", "somesalt"). */
  @Test
  void hashesOfOtherProgramsAreUnderstood() {
    try (Passwords passwords = new Passwords(config(2, 1, Duration.ofSeconds(5)), metrics)) {
      String reference =
          "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
      assertThat(passwords.matches(Password.typed("password"), reference)).contains(true);
      assertThat(passwords.outdated(reference)).isTrue();
    }
  }

  @Test
  void aHashOfWeakerParametersIsOutdated() {
    try (Passwords weak = new Passwords(config(2, 1, Duration.ofSeconds(5)), metrics);
        Passwords strong = new Passwords(config(3, 1, Duration.ofSeconds(5)), metrics)) {
      String hash = weak.hash(PASSWORD).orElseThrow();
      assertThat(weak.outdated(hash)).isFalse();
      assertThat(strong.outdated(hash)).isTrue();
      assertThat(strong.matches(PASSWORD, hash)).contains(true);
    }
  }

  @Test
  void noMoreAreHashedAtOnceThanAllowedAndTheRestIsTurnedAway() throws Exception {
    try (Passwords passwords = new Passwords(config(16, 2, Duration.ofMillis(1)), metrics);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        waiting.add(callers.submit(() -> passwords.hash(PASSWORD)));
      }
      int hashed = 0;
      for (Future<Optional<String>> caller : waiting) {
        hashed += caller.get().isPresent() ? 1 : 0;
      }
      assertThat(hashed).isBetween(2, 19);
      assertThat(metrics.counter("passwords.turned.away").count()).isEqualTo(20 - hashed);
      await().untilAsserted(() -> assertThat(passwords.hash(PASSWORD)).isPresent());
    }
  }
}
