package app.rollingpaper.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.embedded.testing.TestBroker;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import app.rollingpaper.compose.embedded.testing.TestRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own. */
final class ProgramTest {
  @TempDir Path directory;

  private Process start(Map<String, String> environment, String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add("-Dlogback.configurationFile=logback.xml");
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), UserServer.class.getName()));
    line.addAll(List.of(command));
    ProcessBuilder process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    process.environment().keySet().removeIf(name -> name.startsWith("RP_"));
    process.environment().putAll(environment);
    return process.start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
  }

  private int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static Map<String, String> stores() {
    TestDatabase database = TestPostgres.freshDatabase("users", "user_service");
    return Map.of(
        "RP_PROFILE", "test",
        "RP_HTTP_PORT", "0",
        "RP_HTTP_ADMIN_PORT", "0",
        "RP_HTTP_DRAIN_DELAY", "0s",
        "RP_DATABASE_URL", database.jdbcUrl(),
        "RP_DATABASE_USER", database.user(),
        "RP_DATABASE_PASSWORD", database.password(),
        "RP_AMQP_URL", TestBroker.url(),
        "RP_REDIS_URL", TestRedis.url());
  }

  @Test
  @Tag("P01")
  void itServesUntilItIsTold() throws Exception {
    Process process = start(stores(), "serve");
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> output().contains("event=ready") || !process.isAlive());
      process.destroy();
      assertThat(end(process)).isZero();
      assertThat(output()).contains("event=stopped").doesNotContain("ERROR", "|-INFO");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @Tag("T10")
  void itMigratesAndRotatesItsKeysByCommand() throws Exception {
    Map<String, String> stores = stores();
    assertThat(end(start(stores, "migrate"))).isZero();
    assertThat(end(start(stores, "rotate-keys"))).isZero();
    assertThat(output()).contains("The newest key signs from ");
  }

  @Test
  @Tag("T09")
  void aWrongConfigurationIsNamedAndRefused() throws Exception {
    Process process = start(Map.of("RP_PROFILE", "prod", "RP_NO_SUCH_THING", "1"), "check-config");
    assertThat(end(process)).isEqualTo(78);
    assertThat(output())
        .contains("keys.encryption-secret:", "database.password:", "RP_NO_SUCH_THING:");
  }
}
