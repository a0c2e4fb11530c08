package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work that is begun now and waited for later; its failure is the waiter's. */
final class Tasks {
  private static final Executor THREADS =
      task -> Thread.ofPlatform().daemon().name("starting").start(task);

  /** The result of work that may still be under way. */
  record Pending<T>(CompletableFuture<T> future) {
    /** Waits for it. */
    T await() {
      return awaited(future);
    }
  }

  <T> Pending<T> begin(Supplier<T> work) {
    return new Pending<>(CompletableFuture.supplyAsync(work, THREADS));
  }

  Pending<Boolean> run(Runnable work) {
    return begin(
        () -> {
          work.run();
          return true;
        });
  }

  /** Waits until all have succeeded or one has failed, whichever is first. */
  static void awaitAll(Collection<Pending<Boolean>> all) {
    CompletableFuture<Void> end =
        CompletableFuture.allOf(
            all.stream().map(Pending::future).toArray(CompletableFuture<?>[]::new));
    for (Pending<Boolean> pending : all) {
      pending
          .future()
          .exceptionally(
              failure -> {
                end.completeExceptionally(failure);
                return false;
              });
    }
    awaited(end);
  }

  private static <T> T awaited(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof CannotStart sentence) {
        throw sentence;
      }
      throw failure;
    }
  }
}
