package app.rollingpaper.user.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes and compares passwords with Argon2id, few at a time, in order of arrival. Each hash takes a core and megabytes
 * for tens of milliseconds, so it runs on threads of its own: on the virtual threads of requests it would stop all others.
 * Thread-safe.
 */
public final class Passwords implements AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final PasswordsConfig config;
  private final Argon2Function argon2;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore places;
  private final ExecutorService workers;
  private final Timer work;
  private final Counter turnedAway;
  private final String nobodys;

  public Passwords(PasswordsConfig config, MeterRegistry metrics) {
    this.config = config;
    this.argon2 =
        Argon2Function.getInstance(
            config.memoryKib(), config.iterations(), config.parallelism(), HASH_BYTES, Argon2.ID);
    this.places = new Semaphore(config.concurrent(), true);
    this.workers =
        Executors.newFixedThreadPool(
            config.concurrent(), Thread.ofPlatform().name("argon2-", 0).daemon().factory());
    this.work = metrics.timer("passwords.work");
    this.turnedAway = metrics.counter("passwords.turned.away");
    this.nobodys = hashNow(new Password(""));
  }

  /** A password's hash in PHC form; nothing when too many are being hashed already. */
  Optional<String> hash(Password password) {
    return inTurn(() -> hashNow(password));
  }

  /** Whether the password is the one that was hashed; nothing when too many are being compared already. */
  Optional<Boolean> matches(Password password, String hash) {
    return inTurn(() -> check(password, hash));
  }

  /** A hash that no password opens and that costs as much to try as any other. */
  String nobodys() {
    return nobodys;
  }

  /** Whether a hash was made with other parameters than today's. */
  boolean outdated(String hash) {
    String parameters =
        "m=" + config.memoryKib() + ",t=" + config.iterations() + ",p=" + config.parallelism();
    return !hash.startsWith("$argon2id$v=19$" + parameters + "$");
  }

  private String hashNow(Password password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return argon2.hash(password.text().getBytes(StandardCharsets.UTF_8), salt).getResult();
  }

  private static boolean check(Password password, String hash) {
    return Argon2Function.getInstanceFromHash(hash)
        .check(
            password.text().getBytes(StandardCharsets.UTF_8),
            hash.getBytes(StandardCharsets.US_ASCII));
  }

  private <T> Optional<T> inTurn(Supplier<T> task) {
    try {
      if (!places.tryAcquire(config.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        turnedAway.increment();
        return Optional.empty();
      }
      try {
        return Optional.of(workers.submit(() -> work.record(task)).get());
      } finally {
        places.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a password could not be hashed", failed.getCause());
    }
  }

  @Override
  public void close() {
    workers.shutdown();
  }
}
