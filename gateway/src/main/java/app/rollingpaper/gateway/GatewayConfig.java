package app.rollingpaper.gateway;

import app.rollingpaper.gateway.admin.OperatorToken;
import app.rollingpaper.gateway.balance.BalanceConfig;
import app.rollingpaper.gateway.discovery.DnsNames;
import app.rollingpaper.gateway.limit.Limit;
import app.rollingpaper.gateway.limit.Limit.Rate;
import app.rollingpaper.gateway.limit.LimitConfig;
import app.rollingpaper.gateway.limit.Network;
import app.rollingpaper.gateway.limit.RedisAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be set, all of it by environment variables {@code GATEWAY_…}.
 *
 * @param host address both ports listen on
 * @param port public port; 0 takes a free one
 * @param adminPort operators' port; 0 takes a free one
 * @param operatorToken what an operator shows to change something by the admin port
 * @param tls the certificate the public port shows; empty serves plain HTTP
 * @param instancesFile the file of instances; it may appear later
 * @param names whose addresses are instances too
 * @param checkInterval between two health checks of an instance
 * @param checkTimeout after which a health check counts as not answered
 * @param connectTimeout after which an instance counts as unreachable
 * @param deadline within which an answer has to begin
 * @param headerTimeout within which a request's headers have to arrive
 * @param maxBody bytes of a request's body
 * @param logsAll whether each request gets a line in the log
 * @param balance how requests are shared out
 * @param limits how much is taken on
 * @param drainDelay how long the gateway says not ready before it takes no more connections
 * @param linger how long a gateway that has a successor still accepts connections
 * @param stopTimeout how long requests in flight may take to finish
 */
record GatewayConfig(
    String host,
    int port,
    int adminPort,
    OperatorToken operatorToken,
    Optional<TlsFiles> tls,
    Path instancesFile,
    List<DnsNames.Name> names,
    Duration checkInterval,
    Duration checkTimeout,
    Duration connectTimeout,
    Duration deadline,
    Duration headerTimeout,
    int maxBody,
    boolean logsAll,
    BalanceConfig balance,
    LimitConfig limits,
    Duration drainDelay,
    Duration linger,
    Duration stopTimeout) {
  private static final String PREFIX = "GATEWAY_";
  private static final int HIGHEST_PORT = 65_535;
  private static final int MANY = 1_000_000;
  private static final int SHORTEST_TOKEN = 24;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

  /** Reads the environment; reports everything that is wrong with it at once. */
  static GatewayConfig from(Map<String, String> environment) {
    Reader reader = new Reader(environment);
    GatewayConfig config =
        new GatewayConfig(
            reader.text("HOST", "127.0.0.1"),
            reader.number("PORT", 8080, 0, HIGHEST_PORT),
            reader.number("ADMIN_PORT", 8081, 0, HIGHEST_PORT),
            OperatorToken.of(reader.secret("OPERATOR_TOKEN", SHORTEST_TOKEN)),
            tls(reader),
            reader.path("INSTANCES_FILE"),
            reader.names("DNS"),
            reader.duration("CHECK_INTERVAL", Duration.ofMillis(600), false),
            reader.duration("CHECK_TIMEOUT", Duration.ofMillis(500), false),
            reader.duration("CONNECT_TIMEOUT", Duration.ofSeconds(1), false),
            reader.duration("DEADLINE", Duration.ofSeconds(15), false),
            reader.duration("HEADER_TIMEOUT", Duration.ofSeconds(10), false),
            reader.number("MAX_BODY", 256 * 1024, 1024, 64 * 1024 * 1024),
            reader.onOff("LOG_ALL", false),
            balance(reader),
            limits(reader),
            reader.duration("DRAIN_DELAY", Duration.ZERO, true),
            reader.duration("LINGER", Duration.ofSeconds(2), true),
            reader.duration("STOP_TIMEOUT", Duration.ofSeconds(20), true));
    if (config.port != 0 && config.port == config.adminPort) {
      reader.violations.add("GATEWAY_ADMIN_PORT: must differ from GATEWAY_PORT");
    }
    reader.refuseUnknown();
    if (!reader.violations.isEmpty()) {
      throw new Invalid(reader.violations);
    }
    return config;
  }

  /**
   * What the public port shows itself by, as files that are read again when they change.
   *
   * @param certificate the chain, PEM
   * @param key PEM, not encrypted
   */
  record TlsFiles(Path certificate, Path key) {}

  private static Optional<TlsFiles> tls(Reader reader) {
    Optional<Path> certificate = reader.file("TLS_CERTIFICATE");
    Optional<Path> key = reader.file("TLS_KEY");
    if (certificate.isPresent() != key.isPresent()) {
      reader.violations.add(
          "GATEWAY_TLS_CERTIFICATE: needs GATEWAY_TLS_KEY, and the other way round");
    }
    return certificate.flatMap(chain -> key.map(secret -> new TlsFiles(chain, secret)));
  }

  private static BalanceConfig balance(Reader reader) {
    return new BalanceConfig(
        reader.onOff("AFFINITY", true),
        reader.duration("SLOW_START", Duration.ofSeconds(10), true),
        reader.number("EJECT_AFTER", 5, 1, 1_000_000),
        reader.duration("EJECT_TIME", Duration.ofSeconds(5), false));
  }

  private static LimitConfig limits(Reader reader) {
    Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      rates.put(limit, reader.rate("LIMIT_" + limit.name(), limit.usual()));
    }
    return new LimitConfig(
        reader.number("MAX_IN_FLIGHT", 1_024, 1, MANY),
        reader.number("MAX_IN_FLIGHT_PER_SERVICE", 512, 1, MANY),
        reader.number("MAX_SOCKETS", 8_000, 0, MANY),
        reader.number("MAX_CONNECTIONS", 15_000, 1, MANY),
        reader.number("MAX_CONNECTIONS_PER_ADDRESS", 10_000, 1, MANY),
        rates,
        redis(reader),
        reader.networks("TRUSTED_PROXIES"),
        reader.duration("BREAKER_WAIT", Duration.ofSeconds(2), false));
  }

  private static Optional<RedisAddress> redis(Reader reader) {
    String url = reader.secret("REDIS_URL", 0);
    if (!url.isEmpty()) {
      try {
        return Optional.of(RedisAddress.parse(url));
      } catch (IllegalArgumentException invalid) {
        reader.violations.add("GATEWAY_REDIS_URL: " + invalid.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The environment cannot be used. */
  static final class Invalid extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient List<String> violations;

    Invalid(List<String> violations) {
      super(String.join("; ", violations));
      this.violations = List.copyOf(violations);
    }

    List<String> violations() {
      return violations;
    }
  }

  private static final class Reader {
    private final Map<String, String> environment;
    private final Set<String> known = new TreeSet<>();
    private final List<String> violations = new ArrayList<>();

    Reader(Map<String, String> environment) {
      this.environment = environment;
    }

    String text(String name, String fallback) {
      return read(name, fallback, text -> text);
    }

    /** A secret of at least that many characters, given itself or by {@code …_FILE}; empty when neither is. */
    String secret(String name, int shortest) {
      Path none = Path.of("");
      Path file = read(name + "_FILE", none, Path::of, "must be a path");
      String given = text(name, "");
      if (!file.equals(none)) {
        try {
          given = Files.readString(file).strip();
        } catch (IOException unreadable) {
          violations.add(PREFIX + name + "_FILE: cannot be read");
          return "";
        }
      }
      if (!given.isEmpty() && given.length() < shortest) {
        violations.add(PREFIX + name + ": must have at least " + shortest + " characters");
      }
      return given;
    }

    int number(String name, int fallback, int least, int most) {
      return read(
          name,
          fallback,
          text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
              throw new IllegalArgumentException("out of range");
            }
            return number;
          },
          "must be a whole number from " + least + " to " + most);
    }

    boolean onOff(String name, boolean fallback) {
      return read(
          name,
          fallback,
          text ->
              switch (text) {
                case "on" -> true;
                case "off" -> false;
                default -> throw new IllegalArgumentException("neither");
              },
          "must be on or off");
    }

    Rate rate(String name, Rate fallback) {
      return read(
          name,
          fallback,
          text -> {
            String[] parts = text.split("/", 2);
            int requests = Integer.parseInt(parts[0]);
            Duration within = parts.length == 2 ? parse(parts[1]) : Duration.ZERO;
            if (requests < 1 || !within.isPositive()) {
              throw new IllegalArgumentException("not positive");
            }
            return new Rate(requests, within);
          },
          "must be a number within a time, such as 100/1m");
    }

    List<Network> networks(String name) {
      return read(
          name,
          List.of(),
          text -> Arrays.stream(text.split(",")).map(String::strip).map(Network::parse).toList(),
          "must be networks such as 10.0.0.0/8,::1");
    }

    List<DnsNames.Name> names(String name) {
      return read(
          name,
          List.of(),
          text ->
              Arrays.stream(text.split(",")).map(String::strip).map(DnsNames.Name::parse).toList(),
          "must be names such as paper-service=paper:8080/8081,user-service=user:8080/8081");
    }

    Duration duration(String name, Duration fallback, boolean zeroAllowed) {
      return read(
          name,
          fallback,
          text -> {
            Duration duration = parse(text.toLowerCase(Locale.ROOT));
            if (duration.isNegative() || duration.isZero() && !zeroAllowed) {
              throw new IllegalArgumentException("not positive");
            }
            return duration;
          },
          "must be a positive time such as 500ms, 2s or 1m");
    }

    Path path(String name) {
      Path none = Path.of("");
      Path path = read(name, none, Path::of, "must be a path");
      if (path.equals(none)) {
        violations.add(PREFIX + name + ": must name the file of instances");
      }
      return path;
    }

    /** A file that must be readable if it is named. */
    Optional<Path> file(String name) {
      return read(
          name,
          Optional.empty(),
          text -> {
            Path file = Path.of(text);
            if (!Files.isReadable(file)) {
              throw new IllegalArgumentException("unreadable");
            }
            return Optional.of(file);
          },
          "must be a file that can be read");
    }

    void refuseUnknown() {
      environment.keySet().stream()
          .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
          .sorted()
          .forEach(
              name ->
                  violations.add(name + ": is not known; known are " + String.join(", ", known)));
    }

    private <T> T read(String name, T fallback, Function<String, T> parser) {
      return read(name, fallback, parser, "cannot be read");
    }

    private <T> T read(String name, T fallback, Function<String, T> parser, String rule) {
      known.add(PREFIX + name);
      String text = environment.get(PREFIX + name);
      if (text == null || text.isBlank()) {
        return fallback;
      }
      try {
        return parser.apply(text.strip());
      } catch (IllegalArgumentException | DateTimeParseException invalid) {
        violations.add(PREFIX + name + ": " + rule);
        return fallback;
      }
    }

    private static Duration parse(String text) {
      Matcher matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        return Duration.parse(text);
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        default -> Duration.ofMinutes(amount);
      };
    }
  }
}
