package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Brings instances of services into the system and lets them go so that nobody notices: a new one is sent requests only when
 * it is ready, and an old one ends only when the gateway has looked away and it has finished what it had begun. Thread-safe
 * as long as one instance is handled by one thread.
 */
final class Instances {
  private static final Duration SEEN_LIMIT = Duration.ofSeconds(30);
  private static final Duration AWAY_LIMIT = Duration.ofSeconds(10);
  private static final Duration FINISH_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  // A request that was on its way when the gateway looked away has arrived by then.
  private static final Duration UNDER_WAY = Duration.ofMillis(300);

  private final Seats seats;
  private final Supervisor supervisor;
  private final Tasks tasks;
  private final GatewayView gateway;
  private final Function<Seat, ServiceProcess.Program> programs;
  private final Function<ServiceProcess.Program, ServiceProcess> arrival;

  private Instances(
      Seats seats,
      Supervisor supervisor,
      Tasks tasks,
      GatewayView gateway,
      Function<Seat, ServiceProcess.Program> programs,
      Function<ServiceProcess.Program, ServiceProcess> arrival) {
    this.seats = seats;
    this.supervisor = supervisor;
    this.tasks = tasks;
    this.gateway = gateway;
    this.programs = programs;
    this.arrival = arrival;
  }

  Instances(
      Seats seats,
      Supervisor supervisor,
      Tasks tasks,
      GatewayView gateway,
      Function<Seat, ServiceProcess.Program> programs) {
    this(seats, supervisor, tasks, gateway, programs, ServiceProcess::joining);
  }

  /** The same instances, where new ones are waited for instead of leaving the processors to those that serve. */
  Instances inAHurry() {
    return new Instances(seats, supervisor, tasks, gateway, programs, ServiceProcess::new);
  }

  /** Starts processes side by side, and lets the gateway know of them when all are ready: all of them come, or none. */
  void start(List<Seat> added) {
    try {
      Tasks.awaitAll(
          added.stream().map(seat -> tasks.run(() -> supervisor.start(process(seat)))).toList());
    } catch (RuntimeException failure) {
      added.forEach(this::removeIfThere);
      throw failure;
    }
    seats.add(added);
    try {
      awaitSeen(added);
    } catch (CannotStart unseen) {
      retire(added);
      throw unseen;
    }
  }

  /** Lets them finish side by side, and ends them. */
  void retire(List<Seat> leaving) {
    Tasks.awaitAll(leaving.stream().map(seat -> tasks.run(() -> retire(seat))).toList());
  }

  private void retire(Seat seat) {
    letFinish(seat);
    seats.remove(seat);
    supervisor.remove(seat.name());
  }

  /** Lets the instance finish, ends it, and starts another release on its ports. */
  void restartAs(Seat replacement) {
    letFinish(seats.named(replacement.name()));
    supervisor.remove(replacement.name());
    // Known as new before it is there, so that nobody takes it for the old one.
    seats.replace(replacement);
    supervisor.start(process(replacement));
    awaitSeen(replacement);
  }

  /**
   * Starts a process on other ports and gives it the name and the requests of one that goes on finishing. That one keeps
   * them when this fails.
   */
  void putInPlace(Seat replacement) {
    Seat original = seats.named(replacement.name());
    supervisor.replace(process(replacement));
    seats.replace(replacement);
    try {
      awaitSeen(replacement);
    } catch (CannotStart unseen) {
      takeBack(original, replacement);
      throw unseen;
    }
  }

  /** Gives the requests back to the process that is still finishing, and ends the one that was put in its place. */
  void takeBack(Seat original, Seat replacement) {
    supervisor.putBack(original.name());
    seats.replace(original);
    awaitSeen(original);
    finish(replacement);
    supervisor.removeLeaving(original.name());
  }

  /** Lets the process finish in whose place another was put, and ends it. */
  void retireReplaced(Seat original) {
    original.admin().drain();
    finish(original);
    supervisor.removeLeaving(original.name());
  }

  /** Takes no more requests from now on; returns when what it had begun is finished, or the time for that is over. */
  void drain(Seat seat) {
    letFinish(seat);
  }

  /** Takes requests again. */
  void restore(Seat seat) {
    if (!seat.admin().restore()) {
      throw new CannotStart(seat.name() + " does not answer on its admin port.");
    }
    awaitSeen(seat);
  }

  private void letFinish(Seat seat) {
    if (seat.admin().drain()) {
      Waiting.until(AWAY_LIMIT, LOOK_EVERY, () -> gateway.isAway(seat));
    }
    finish(seat);
  }

  private static void finish(Seat seat) {
    Waiting.until(UNDER_WAY, LOOK_EVERY, () -> false);
    Waiting.until(
        FINISH_LIMIT,
        LOOK_EVERY,
        () -> seat.admin().standing().map(AdminPort.Standing::isIdle).orElse(true));
  }

  /**
   * Waits until the gateway sends requests to all of those, which run already.
   *
   * @throws CannotStart when it does not in time
   */
  void awaitSeen(List<Seat> running) {
    running.forEach(this::awaitSeen);
  }

  private void awaitSeen(Seat seat) {
    boolean seen = Waiting.until(SEEN_LIMIT, LOOK_EVERY, () -> gateway.isUp(seat));
    if (!seen) {
      throw new CannotStart("The gateway does not send requests to " + seat.name() + ".");
    }
  }

  private void removeIfThere(Seat seat) {
    if (supervisor.names().contains(seat.name())) {
      supervisor.remove(seat.name());
    }
  }

  private ServiceProcess process(Seat seat) {
    return arrival.apply(programs.apply(seat));
  }
}
