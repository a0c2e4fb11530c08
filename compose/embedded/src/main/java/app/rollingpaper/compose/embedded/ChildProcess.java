package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A program that this JVM started and that does not outlive it. It has a session of its own, so that Ctrl-C at the
 * terminal reaches only the JVM; where the machine has {@code setpriv} the kernel ends it together with the JVM; and
 * its pid file lets the next start end what was left. Thread-safe.
 */
public final class ChildProcess {
  // The kernel watches the thread that spawned, so that thread lives as long as the JVM.
  private static final ExecutorService SPAWNER =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spawner").factory());

  private final Process process;
  private final Path pidFile;
  private final List<ProcessHandle> descendants = new ArrayList<>();

  private ChildProcess(Process process, Path pidFile) {
    this.process = process;
    this.pidFile = pidFile;
  }

  /**
   * What to run, and how it is tied to this JVM.
   *
   * @param environment added to this JVM's own
   * @param withheld names of this JVM's own environment that the program does not get
   * @param whenParentDies what the kernel sends when this JVM is gone
   * @param neverAsRoot whether the program must not see itself as root
   */
  public record Plan(
      List<String> command,
      Map<String, String> environment,
      Set<String> withheld,
      Path workingDirectory,
      LogFile log,
      PidFile pidFile,
      Signal whenParentDies,
      boolean neverAsRoot) {
    public Plan {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      withheld = Set.copyOf(withheld);
    }
  }

  /** Starts the program; what it prints is appended to the plan's log. */
  public static ChildProcess start(Plan plan) {
    List<String> command = new ArrayList<>();
    Programs.find("setsid").ifPresent(program -> command.add(program.toString()));
    if (plan.neverAsRoot() && Programs.isRoot()) {
      // In a user namespace of its own the program does not see itself as root, yet owns its files.
      command.addAll(
          List.of(
              Programs.find("unshare")
                  .orElseThrow(
                      () ->
                          new CannotStart(
                              "PostgreSQL does not run as root and the program \"unshare\" is missing: "
                                  + "run this as a normal user, or set DATABASE_URL."))
                  .toString(),
              "-U"));
    }
    Programs.find("setpriv")
        .ifPresent(
            program ->
                command.addAll(
                    List.of(program.toString(), "--pdeathsig", plan.whenParentDies().shortName())));
    command.addAll(plan.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(plan.workingDirectory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().path().toFile()))
            .redirectErrorStream(true);
    builder.environment().keySet().removeAll(plan.withheld());
    builder.environment().putAll(plan.environment());
    try {
      Process process = SPAWNER.submit(builder::start).get();
      plan.pidFile().write(process.toHandle());
      return new ChildProcess(process, plan.pidFile().path());
    } catch (ExecutionException failure) {
      throw new CannotStart(
          plan.command().getFirst() + " could not be started: " + failure.getCause(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while starting " + plan.command().getFirst(), interrupted);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code, once the process has ended. */
  public Optional<Integer> exitCode() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Completes with the exit code when the process ends. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  public void signal(Signal signal) {
    if (process.isAlive()) {
      signal.sendTo(process.pid());
    }
  }

  /** Ends the process and its own children at once (SIGKILL) and waits until they are gone. */
  public void kill() {
    rememberDescendants();
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
    descendants.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle descendant : descendants) {
      Waiting.until(Duration.ofSeconds(10), () -> !descendant.isAlive());
    }
    forget();
  }

  /** Asks the process to end and waits; kills it when it has not ended within the limit. True: it ended by itself. */
  public boolean stop(Signal signal, Duration limit) {
    rememberDescendants();
    signal(signal);
    if (await(limit)) {
      forget();
      return true;
    }
    kill();
    return false;
  }

  private void rememberDescendants() {
    process.descendants().forEach(descendants::add);
  }

  private boolean await(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException harmless) {
      // A stale pid file is checked against the process it names before anything is ended.
    }
  }
}
