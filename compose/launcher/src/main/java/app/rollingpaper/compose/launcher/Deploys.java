package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deploys of services: asks first whether the rest can carry the load, exchanges the instances, and has it remembered what
 * came of it and what ran before. Used by one thread at a time.
 */
final class Deploys {
  private static final Duration MEASURE = Duration.ofSeconds(3);

  private final Seats seats;
  private final Instances instances;
  private final GatewayView gateway;
  private final Measurement measurement;
  private final Releases releases;
  private final DeployHistory history;

  Deploys(
      Seats seats,
      Instances instances,
      GatewayView gateway,
      Measurement measurement,
      Releases releases,
      DeployHistory history) {
    this.seats = seats;
    this.instances = instances;
    this.gateway = gateway;
    this.measurement = measurement;
    this.releases = releases;
    this.history = history;
  }

  DeployOutcome deploy(
      ServiceKind kind, Release release, DeployRequest request, Consumer<String> say) {
    return recorded(kind, request.strategy().word(), release, request, say);
  }

  /** Goes back to what ran before the last deploy. */
  DeployOutcome rollBack(ServiceKind kind, Consumer<String> say) {
    Release former = releases.former(kind.serviceName());
    return recorded(kind, "rollback", former, DeployRequest.toGoBack(), say);
  }

  private DeployOutcome recorded(
      ServiceKind kind, String word, Release release, DeployRequest request, Consumer<String> say) {
    Release current = seats.of(kind).getFirst().release();
    return history.recorded(
        word,
        current,
        release,
        say,
        () -> {
          DeployOutcome outcome = exchange(kind, release, request, say);
          if (outcome instanceof DeployOutcome.Done) {
            releases.deployed(release, current);
          }
          return outcome;
        });
  }

  private DeployOutcome exchange(
      ServiceKind kind, Release release, DeployRequest request, Consumer<String> say) {
    List<Capacity.Load> measured;
    try {
      measured = measurement.over(seats.of(kind), MEASURE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Stopped while measuring the load.", stopped);
    }
    int away = request.strategy() == Strategy.IN_PLACE ? 1 : 0;
    Respite respite = Respite.of(request, gateway);
    Optional<String> objection =
        Capacity.objection(measured, away).or(() -> respite.objection(say));
    if (objection.isPresent()) {
      return new DeployOutcome.Refused(objection.get());
    }
    return new Exchange(kind, release, seats, instances, gateway, respite, say)
        .by(request.strategy(), request.canary());
  }
}
