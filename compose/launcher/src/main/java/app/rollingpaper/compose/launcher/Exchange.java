package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.Ports;
import app.rollingpaper.compose.embedded.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Exchanges the instances of a service for those of another release. Each way watches the new ones and undoes what it has
 * done when they do not do well. Used once, by one thread.
 */
final class Exchange {
  private static final Duration WATCH = Duration.ofSeconds(4);

  /** Longer than new instances may be slow. */
  private static final Duration WARMING_LIMIT = Duration.ofSeconds(60);

  /** Longer than any gateway spares a new instance. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int NOTHING = 0;

  /** By how much of its weight an instance that leaves gets lighter at a time. */
  private static final int STEP = 20;

  private static final Duration STEP_TIME = Duration.ofSeconds(2);
  private static final double FEW_PER_SECOND = 60;

  private final ServiceKind kind;
  private final Release release;
  private final Seats seats;
  private final Instances instances;
  private final GatewayView gateway;
  private final Respite respite;
  private final Consumer<String> say;
  private final List<Seat> old;

  Exchange(
      ServiceKind kind,
      Release release,
      Seats seats,
      Instances instances,
      GatewayView gateway,
      Respite respite,
      Consumer<String> say) {
    this.kind = kind;
    this.release = release;
    this.seats = seats;
    this.instances = instances;
    this.gateway = gateway;
    this.respite = respite;
    this.say = say;
    this.old = seats.of(kind);
  }

  /** The machine has been seen to have time to spare for the first step. */
  DeployOutcome by(Strategy strategy, List<Integer> canary) {
    return switch (strategy) {
      case IN_PLACE -> inPlace();
      case ROLLING -> rolling();
      case BLUE_GREEN -> blueGreen(canary);
      case SWITCH_PORT -> switchPort();
    };
  }

  private DeployOutcome inPlace() {
    List<Seat> done = new ArrayList<>();
    for (Seat seat : old) {
      awaitUnlessFirst(done);
      say.accept(seat.name() + ": finishing, then starting anew as " + release.version());
      Seat fresh = seat.running(release);
      done.add(fresh);
      Optional<String> fault =
          attempt(() -> instances.restartAs(fresh))
              .or(() -> settle(List.of(fresh), oldFrom(done.size())));
      if (fault.isPresent()) {
        return goBack(
            fault.get(),
            () -> old.subList(0, done.size()).reversed().forEach(instances.inAHurry()::restartAs));
      }
    }
    return succeeded();
  }

  private DeployOutcome rolling() {
    List<Seat> done = new ArrayList<>();
    for (Seat seat : old) {
      int ended = done.size();
      awaitUnlessFirst(done);
      Seat fresh = seats.vacant(kind, 1, release, seat.colour().other()).getFirst();
      say.accept(fresh.name() + ": starting as " + release.version());
      Optional<String> fault = attempt(() -> instances.start(List.of(fresh)));
      if (fault.isEmpty()) {
        done.add(fresh);
        fault = settle(List.of(fresh), oldFrom(ended)).or(() -> mayOneGo(ended));
      }
      if (fault.isPresent()) {
        return goBack(
            fault.get(),
            () -> {
              instances.inAHurry().start(seats.vacant(kind, ended, seat.release(), seat.colour()));
              instances.retire(done);
            });
      }
      say.accept(seat.name() + ": handing over, then finishing");
      handOver(seat);
      if (holdsSockets(seat)) {
        // Its requests have gone; its sockets follow when the others have taken those in.
        respite.await(say);
      }
      instances.retire(List.of(seat));
    }
    return succeeded();
  }

  private DeployOutcome blueGreen(List<Integer> canary) {
    Colour colour = old.getFirst().colour().other();
    List<Seat> green =
        seats.vacant(kind, old.size(), release, colour).stream()
            .map(seat -> seat.weighing(NOTHING))
            .toList();
    say.accept(names(green) + ": starting as " + release.version() + " (" + colour.word() + ")");
    Optional<String> fault = attempt(() -> instances.start(green));
    // One trial for all steps: what fails seldom adds up.
    Trial trial = new Trial(gateway, green, old);
    List<Integer> steps = new ArrayList<>(canary);
    steps.add(Seat.FULL_WEIGHT);
    for (int share : steps) {
      if (fault.isPresent()) {
        break;
      }
      say.accept(String.format(Locale.ROOT, "%d %% of the requests go to %s", share, names(green)));
      weigh(green, share);
      weigh(old, Seat.FULL_WEIGHT - share);
      fault = watch(trial);
    }
    fault = fault.or(() -> respite.objection(say));
    if (fault.isPresent()) {
      return goBack(
          fault.get(),
          () -> {
            weigh(old, Seat.FULL_WEIGHT);
            weigh(green, NOTHING);
            instances.retire(seats.of(kind).stream().filter(seat -> isOneOf(green, seat)).toList());
          });
    }
    say.accept(names(old) + ": finishing");
    instances.retire(old);
    return succeeded();
  }

  /** Before the first it has been waited already. */
  private void awaitUnlessFirst(List<Seat> done) {
    if (!done.isEmpty()) {
      respite.await(say);
    }
  }

  /** What speaks against letting one go, after so many have: only the first is as well left where it is. */
  private Optional<String> mayOneGo(int ended) {
    if (ended == 0) {
      return respite.objection(say);
    }
    respite.await(say);
    return Optional.empty();
  }

  /**
   * Gives the others its requests little by little, as long as there are any worth mentioning, and no faster than the machine
   * has time to spare for it: what is new takes more for the same, and what it lacks piles up before it.
   */
  private void handOver(Seat leaving) {
    for (int weight = Seat.FULL_WEIGHT - STEP;
        weight >= NOTHING && isBusy(leaving);
        weight -= STEP) {
      weigh(List.of(leaving), weight);
      respite.awaitAfter(STEP_TIME);
    }
  }

  private boolean isBusy(Seat seat) {
    return has(seat, figures -> figures.requestsPerSecond() > FEW_PER_SECOND);
  }

  private boolean holdsSockets(Seat seat) {
    return has(seat, figures -> figures.sockets() > 0);
  }

  private boolean has(Seat seat, Predicate<GatewayView.Figures> what) {
    return gateway.instances().stream()
        .anyMatch(figures -> figures.isOf(seat) && what.test(figures));
  }

  private DeployOutcome switchPort() {
    List<Seat> done = new ArrayList<>();
    for (Seat seat : old) {
      awaitUnlessFirst(done);
      Seat fresh = seat.running(release).on(Ports.free(), Ports.free());
      say.accept(
          seat.name()
              + ": from port "
              + seat.port()
              + " to "
              + fresh.port()
              + " as "
              + release.version());
      Optional<String> fault = attempt(() -> instances.putInPlace(fresh));
      boolean placed = fault.isEmpty();
      if (placed) {
        fault = settle(List.of(fresh), oldFrom(done.size() + 1));
      }
      if (fault.isPresent()) {
        return goBack(
            fault.get(),
            () -> {
              if (placed) {
                instances.takeBack(seat, fresh);
              }
              for (int index = 0; index < done.size(); index++) {
                Seat again = old.get(index).on(Ports.free(), Ports.free());
                instances.inAHurry().putInPlace(again);
                instances.retireReplaced(done.get(index));
              }
            });
      }
      done.add(fresh);
      say.accept(seat.name() + ": the process on port " + seat.port() + " is finishing");
      instances.retireReplaced(seat);
    }
    return succeeded();
  }

  private DeployOutcome succeeded() {
    return new DeployOutcome.Done(release.version());
  }

  private DeployOutcome goBack(String why, Runnable back) {
    say.accept(why + " Going back.");
    return attempt(back)
        .<DeployOutcome>map(whyNotBack -> new DeployOutcome.Stuck(why, whyNotBack))
        .orElseGet(() -> new DeployOutcome.RolledBack(why));
  }

  /** The old ones but the first so many: they are exchanged in their order. */
  private List<Seat> oldFrom(int index) {
    return old.subList(index, old.size());
  }

  private static boolean isOneOf(List<Seat> some, Seat seat) {
    return some.stream().anyMatch(one -> one.name().equals(seat.name()));
  }

  private void weigh(List<Seat> some, int weight) {
    seats.weigh(kind, some.stream().map(Seat::name).toList(), weight);
  }

  private static String names(List<Seat> some) {
    return String.join(", ", some.stream().map(Seat::name).toList());
  }

  /** Watches until the new ones carry all of their share, and a moment longer: only then can they stand in for others. */
  private Optional<String> settle(List<Seat> fresh, List<Seat> others) {
    Trial trial = new Trial(gateway, fresh, others);
    return watch(trial, SETTLE_LIMIT, Trial::isSettled).or(() -> watch(trial));
  }

  /** Watches for a moment, and on while the new ones are slow: they recover, or that is what is wrong with them. */
  private static Optional<String> watch(Trial trial) {
    return watch(trial, WATCH, _ -> false)
        .or(() -> watch(trial, WARMING_LIMIT, watched -> !watched.isSlow()));
  }

  private static Optional<String> watch(Trial trial, Duration limit, Predicate<Trial> enough) {
    AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());
    Waiting.until(
        limit,
        LOOK_EVERY,
        () -> {
          fault.set(trial.fault());
          return fault.get().isPresent() || enough.test(trial);
        });
    return fault.get();
  }

  private static Optional<String> attempt(Runnable step) {
    try {
      step.run();
      return Optional.empty();
    } catch (CannotStart failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }
}
