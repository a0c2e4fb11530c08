package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work that is begun now and waited for later; its failure is the waiter's. */
final class Tasks {
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().name("starting").start(task);

  /** The result of work that may still be under way. */
  @FunctionalInterface
  interface Pending<T> {
    /** Waits for it. */
    T await();
  }

  <T> Pending<T> begin(Supplier<T> work) {
    CompletableFuture<T> future = CompletableFuture.supplyAsync(work, THREADS);
    return () -> {
      try {
        return future.join();
      } catch (CompletionException failure) {
        if (failure.getCause() instanceof CannotStart sentence) {
          throw sentence;
        }
        throw failure;
      }
    };
  }

  Pending<Boolean> run(Runnable work) {
    return begin(() -> {
      work.run();
      return true;
    });
  }
}
