package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.launcher.RollingPaper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An inbox that is followed through the gateway. */
@Tag("P12")
final class InboxTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final RollingPaper system = SharedSystem.get();
  private final Client client = SharedSystem.client();
  private final People people = SharedSystem.people();

  @Test
  void whatComesIsSeenAtOnceOnAStreamThatOutlastsTheGatewaysDeadline()
      throws IOException, InterruptedException {
    Person owner = people.signUp("inbox-" + UUID.randomUUID() + "@example.org", "지우", "ko");
    Paper first = people.open(owner, "first", "nobody@example.org", "en");
    Paper later = people.open(owner, "later", "nobody@example.org", "en");
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    try (HttpClient reader = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> stream =
          reader.send(
              HttpRequest.newBuilder(URI.create(system.gatewayUrl() + "/api/inbox/stream"))
                  .header("Authorization", "Bearer " + owner.token())
                  .timeout(SOON)
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      assertThat(stream.statusCode()).isEqualTo(200);
      Thread.ofVirtual().start(() -> stream.body().forEach(lines::add));

      client.post(first.path("/seal")).as(owner).send().expect(200);
      await().atMost(SOON).until(() -> titled(lines, "first"));
      // Each comes after ten seconds of silence; the gateway waits fifteen for an answer to begin.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> lines.stream().filter(":"::equals).count() >= 4);
      client.post(later.path("/seal")).as(owner).send().expect(200);
      await().atMost(SOON).until(() -> titled(lines, "later"));
      reader.shutdownNow();
    }
  }

  private static boolean titled(Queue<String> lines, String title) {
    return lines.stream()
        .anyMatch(
            line -> line.startsWith("data: ") && line.contains("\"title\":\"" + title + "\""));
  }
}
