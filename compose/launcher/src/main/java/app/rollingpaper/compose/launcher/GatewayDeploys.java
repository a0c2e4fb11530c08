package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.Ports;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Deploys of the gateway itself: a new process listens on the same port, and when it is ready the old one takes no more
 * connections and finishes. Used by one thread at a time.
 */
final class GatewayDeploys {
  private static final String HAND_OVER = "hand-over";

  private final Supervisor supervisor;
  private final GatewayView gateway;
  private final BiFunction<Release, AdminPort, ServiceProcess> process;
  private final Consumer<AdminPort> moved;
  private final Releases releases;
  private final DeployHistory history;
  private Release current;

  /**
   * @param first what runs now
   * @param process a gateway of a release whose operators' port is the given one
   * @param moved told where the operators' port is from now on
   */
  GatewayDeploys(
      Supervisor supervisor,
      GatewayView gateway,
      Release first,
      BiFunction<Release, AdminPort, ServiceProcess> process,
      Consumer<AdminPort> moved,
      Releases releases,
      DeployHistory history) {
    this.supervisor = supervisor;
    this.gateway = gateway;
    this.current = first;
    this.process = process;
    this.moved = moved;
    this.releases = releases;
    this.history = history;
  }

  DeployOutcome deploy(Release release, DeployRequest request, Consumer<String> say) {
    return recorded(HAND_OVER, release, request, say);
  }

  /** Goes back to what ran before the last deploy. */
  DeployOutcome rollBack(Consumer<String> say) {
    Release former = releases.former(Topology.GATEWAY);
    return recorded("rollback", former, DeployRequest.toGoBack(), say);
  }

  private DeployOutcome recorded(
      String word, Release release, DeployRequest request, Consumer<String> say) {
    Release before = current;
    return history.recorded(
        word,
        before,
        release,
        say,
        () -> {
          DeployOutcome outcome = handOver(release, request, say);
          if (outcome instanceof DeployOutcome.Done) {
            current = release;
            releases.deployed(release, before);
          }
          return outcome;
        });
  }

  private DeployOutcome handOver(Release release, DeployRequest request, Consumer<String> say) {
    Optional<String> busy = Respite.of(request, gateway).objection(say);
    if (busy.isPresent()) {
      return new DeployOutcome.Refused(busy.get());
    }
    AdminPort fresh = new AdminPort(Ports.free());
    try {
      supervisor.replace(process.apply(release, fresh));
    } catch (CannotStart failure) {
      return new DeployOutcome.RolledBack(String.valueOf(failure.getMessage()));
    }
    moved.accept(fresh);
    say.accept("gateway: the old process is finishing; operators' port " + fresh.port());
    supervisor.removeLeaving(Topology.GATEWAY);
    return new DeployOutcome.Done(release.version());
  }
}
