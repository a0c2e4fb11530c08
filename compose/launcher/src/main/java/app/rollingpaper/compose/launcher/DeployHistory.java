package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Json;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The last deploys, in a file that the gateway shows to operators; the newest is last. Thread-safe. */
final class DeployHistory {
  private static final int MOST = 50;
  private static final double MILLIS = 1_000;

  private final Path path;
  private final InstantSource clock;

  DeployHistory(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * Does the deploy of a program, tells how it begins and ends, and remembers what came of it.
   *
   * @param word for the kind of deploy
   */
  DeployOutcome recorded(
      String word,
      Release from,
      Release to,
      Consumer<String> say,
      Supplier<DeployOutcome> exchange) {
    long began = System.nanoTime();
    say.accept(to.program() + ": " + word + " from " + from.version() + " to " + to.version());
    DeployOutcome outcome = exchange.get();
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / MILLIS;
    add(word, from, to, outcome, seconds);
    say.accept(outcome.sentence() + String.format(Locale.ROOT, " (%.1f s)", seconds));
    return outcome;
  }

  private synchronized void add(
      String word, Release from, Release to, DeployOutcome outcome, double seconds) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("at", clock.instant());
    written.put("service", to.program());
    written.put("kind", word);
    written.put("from", from.version());
    written.put("to", to.version());
    written.put("outcome", outcome.word());
    written.put("seconds", seconds);
    List<Map<String, Object>> all = new ArrayList<>(earlier());
    all.add(written);
    InstancesFile.replace(
        path, Json.write(all.subList(Math.max(0, all.size() - MOST), all.size())));
  }

  private List<Map<String, Object>> earlier() {
    try {
      return Files.exists(path)
          ? new ObjectMapper().readValue(path.toFile(), new TypeReference<>() {})
          : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
