package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRedisTest {
  @TempDir Path directory;

  @Test
  void whatWasWrittenSurvivesARestart() throws IOException {
    try (EmbeddedRedis redis = new EmbeddedRedis(Place.in(directory.resolve("redis")))) {
      redis.start();
      String url = redis.url();
      assertThat(say(redis, "SET kept yes")).isEqualTo("+OK");
      redis.stop();
      redis.start();
      assertThat(redis.url()).isEqualTo(url);
      assertThat(say(redis, "EXISTS kept")).isEqualTo(":1");
    }
  }

  @Test
  void itComesBackAfterAKill() throws IOException {
    try (EmbeddedRedis redis = new EmbeddedRedis(Place.in(directory.resolve("redis")))) {
      redis.start();
      redis.kill();
      assertThat(redis.isRunning()).isFalse();
      redis.start();
      assertThat(say(redis, "PING")).isEqualTo("+PONG");
    }
  }

  private static String say(EmbeddedRedis redis, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return answers.readLine();
    }
  }
}
