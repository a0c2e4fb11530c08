package app.rollingpaper.gateway.admin;

import app.rollingpaper.gateway.balance.Fleet;
import app.rollingpaper.gateway.balance.Instance;
import app.rollingpaper.gateway.discovery.Listing.Entry;
import app.rollingpaper.gateway.health.AdminPorts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What operators may tell the gateway to do with an instance. Draining and restoring are the instance's own state and are
 * passed on to it, so that several gateways agree; the weight is this gateway's.
 */
public final class Commands {
  private static final Logger log = LoggerFactory.getLogger(Commands.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LARGEST_BODY = 256;

  private final OperatorToken token;
  private final Fleet fleet;
  private final AdminPorts ports;
  private final Function<Instance, Mono<Void>> check;

  public Commands(
      OperatorToken token, Fleet fleet, AdminPorts ports, Function<Instance, Mono<Void>> check) {
    this.token = token;
    this.fleet = fleet;
    this.ports = ports;
    this.check = check;
  }

  /** What can be told. */
  enum Verb {
    DRAIN,
    RESTORE,
    WEIGH
  }

  /** What is said to it: the instance as it is now, or a problem document. */
  record Answer(int status, Object body) {
    private static Answer problem(int status, String title) {
      return new Answer(status, Map.of("status", status, "title", title));
    }
  }

  Mono<Answer> obey(HttpServerRequest request, Verb verb) {
    if (!token.isSet()) {
      return Mono.just(Answer.problem(403, "Changes need GATEWAY_OPERATOR_TOKEN to be set"));
    }
    if (!token.isShownBy(request.requestHeaders().get("Authorization"))) {
      return Mono.just(Answer.problem(401, "Show the operators' token"));
    }
    String service = String.valueOf(request.param("service"));
    String id = String.valueOf(request.param("id"));
    Optional<Instance> found = fleet.find(service, id);
    if (found.isEmpty()) {
      return Mono.just(Answer.problem(404, "There is no such instance"));
    }
    Instance instance = found.get();
    log.info("event=command verb={} service={} instance={}", verb, service, id);
    return switch (verb) {
      case DRAIN -> ports.drain(instance).map(agreed -> drained(instance, agreed));
      case RESTORE -> ports.restore(instance).flatMap(agreed -> restored(instance, agreed));
      case WEIGH -> weight(request).map(weight -> weighed(instance, weight));
    };
  }

  private Answer drained(Instance instance, boolean agreed) {
    if (!agreed) {
      return refused();
    }
    fleet.drained(instance);
    return done(instance);
  }

  private Mono<Answer> restored(Instance instance, boolean agreed) {
    if (!agreed) {
      return Mono.just(refused());
    }
    fleet.restored(instance);
    return check.apply(instance).then(Mono.fromSupplier(() -> done(instance)));
  }

  private Answer weighed(Instance instance, Optional<Integer> weight) {
    if (weight.isEmpty()) {
      return Answer.problem(400, "Send {\"weight\":n} with a whole n from 0 to 100");
    }
    fleet.weigh(instance, weight.get());
    return done(instance);
  }

  private static Answer refused() {
    return Answer.problem(502, "The instance did not agree");
  }

  private static Answer done(Instance instance) {
    return new Answer(200, InstanceReport.of(instance));
  }

  private static Mono<Optional<Integer>> weight(HttpServerRequest request) {
    return request
        .receive()
        .asByteArray()
        .scan(new byte[0], Commands::joined)
        .takeUntil(read -> read.length > LARGEST_BODY)
        .last()
        .map(Commands::weight);
  }

  private static byte[] joined(byte[] read, byte[] more) {
    byte[] both = Arrays.copyOf(read, read.length + more.length);
    System.arraycopy(more, 0, both, read.length, more.length);
    return both;
  }

  private static Optional<Integer> weight(byte[] body) {
    if (body.length > LARGEST_BODY) {
      return Optional.empty();
    }
    try {
      JsonNode weight = JSON.readTree(new String(body, StandardCharsets.UTF_8)).path("weight");
      return weight.isInt() && weight.intValue() >= 0 && weight.intValue() <= Entry.FULL_WEIGHT
          ? Optional.of(weight.intValue())
          : Optional.empty();
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }
}
