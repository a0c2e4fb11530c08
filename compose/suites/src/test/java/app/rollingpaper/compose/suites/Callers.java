package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Some people who ask one thing after the other, as many at a time as they are. */
final class Callers {
  private Callers() {}

  /**
   * Returns when all is answered, each with 200.
   *
   * @param call the request of a number, which answers its status
   */
  static void ask(int callers, int requests, IntFunction<Callable<Integer>> call) throws Exception {
    List<Callable<Integer>> calls = IntStream.range(0, requests).mapToObj(call).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (Future<Integer> answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }
}
