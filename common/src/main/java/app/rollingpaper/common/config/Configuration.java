package app.rollingpaper.common.config;

import app.rollingpaper.common.constraint.Constraints;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one service: defaults in the jar ({@code defaults.conf}), overridden by the file that
 * {@code CONFIG_FILE} names, overridden by the environment.
 *
 * <p>The key {@code http.admin-port} is the variable {@code RP_HTTP_ADMIN_PORT}; {@code RP_HTTP_ADMIN_PORT_FILE} names a
 * file that holds the value, for secrets. A key or an {@code RP_} variable that the defaults do not know is refused.
 * The defaults list under {@code prod-must-set} the keys whose default is fit for development only; the profile
 * {@code prod} refuses to start on them, and on stores that the launcher embedded.
 *
 * <p>Immutable.
 */
public final class Configuration {
  private static final String PREFIX = "RP_";
  private static final String MUST_SET = "prod-must-set";
  private static final String EMBEDDED = "embedded-stores";

  private final Config merged;
  private final Config defaults;
  private final List<String> mustSet;
  private final List<String> violations = new ArrayList<>();

  private Configuration(Config shipped, Map<String, String> environment) {
    mustSet = shipped.hasPath(MUST_SET) ? shipped.getStringList(MUST_SET) : List.of();
    defaults = shipped.withoutPath(MUST_SET);
    Set<String> known = leaves("", defaults.root());
    merged =
        fromEnvironment(environment, known)
            .withFallback(fromFile(environment, known))
            .withFallback(defaults);
  }

  /** Reads the defaults on the class path, the file and the given environment. Nothing is checked yet but the keys. */
  public static Configuration read(Map<String, String> environment) {
    return new Configuration(ConfigFactory.parseResources("defaults.conf").resolve(), environment);
  }

  /**
   * The settings as a record tree, checked by its constraints.
   *
   * @throws InvalidConfiguration naming every key that is unknown, of the wrong type, out of range or forbidden
   */
  public <T extends Record> T as(Class<T> type) {
    List<String> found = new ArrayList<>(violations);
    T value = null;
    try {
      value = mapper().convertValue(merged.root().unwrapped(), type);
    } catch (IllegalArgumentException wrong) {
      // Conversion ends at the first wrong value; the rest is looked for one key at a time.
      found.addAll(wrongTypes(type, ""));
      if (found.isEmpty()) {
        found.add(
            wrong.getCause() instanceof JsonMappingException cause
                ? cause.getOriginalMessage()
                : "unreadable");
      }
    }
    if (value != null) {
      found.addAll(constraints(value));
    }
    if ("prod".equals(text("profile"))) {
      found.addAll(developmentOnly());
    }
    if (!found.isEmpty()) {
      throw new InvalidConfiguration(found);
    }
    return Objects.requireNonNull(value);
  }

  /** The merged settings as HOCON, secrets of the record type redacted. */
  public String print(Class<? extends Record> type) {
    Config shown = merged;
    for (String path : secrets(type, "")) {
      shown = shown.withValue(path, ConfigValueFactory.fromAnyRef("[redacted]"));
    }
    return shown
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false));
  }

  private Config fromFile(Map<String, String> environment, Set<String> known) {
    String name = environment.get("CONFIG_FILE");
    if (name == null) {
      return ConfigFactory.empty();
    }
    try {
      if (!Files.isReadable(Path.of(name))) {
        violations.add("CONFIG_FILE: there is no readable file " + name);
        return ConfigFactory.empty();
      }
      Config file = ConfigFactory.parseFile(Path.of(name).toFile()).resolve();
      for (String path : leaves("", file.root())) {
        if (!known.contains(path)) {
          violations.add(path + ": no such key (in " + name + ")");
        }
      }
      return file;
    } catch (ConfigException malformed) {
      violations.add("CONFIG_FILE: " + malformed.getMessage());
      return ConfigFactory.empty();
    }
  }

  private Config fromEnvironment(Map<String, String> environment, Set<String> known) {
    Map<String, String> paths = new TreeMap<>();
    for (String path : known) {
      paths.put(PREFIX + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT), path);
    }
    Config found = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      String value = variable.getValue();
      String path = paths.get(name);
      if (path == null && name.endsWith("_FILE")) {
        path = paths.get(name.substring(0, name.length() - "_FILE".length()));
        if (path != null) {
          try {
            value = Files.readString(Path.of(value)).strip();
          } catch (IOException unreadable) {
            violations.add(name + ": there is no readable file " + value);
            continue;
          }
        }
      }
      if (path == null) {
        violations.add(name + ": no such setting");
      } else {
        found = found.withValue(path, ConfigValueFactory.fromAnyRef(value));
      }
    }
    return found;
  }

  private List<String> developmentOnly() {
    List<String> found = new ArrayList<>();
    for (String path : mustSet) {
      if (Objects.equals(text(path), defaults.getString(path))) {
        found.add(path + ": the default is for development only; the profile prod has to set it");
      }
    }
    String embedded = text(EMBEDDED);
    if (embedded != null && !embedded.isBlank()) {
      found.add(EMBEDDED + ": the profile prod does not run on embedded stores (" + embedded + ")");
    }
    return found;
  }

  private @Nullable String text(String path) {
    return merged.hasPath(path) ? merged.getString(path) : null;
  }

  private List<String> wrongTypes(Class<?> type, String prefix) {
    List<String> found = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + kebab(component.getName());
      if (component.getType().isRecord() && component.getType() != Secret.class) {
        found.addAll(wrongTypes(component.getType(), path + "."));
      } else if (merged.hasPath(path)) {
        try {
          mapper().convertValue(merged.getValue(path).unwrapped(), component.getType());
        } catch (IllegalArgumentException wrong) {
          found.add(path + ": expected " + describe(component.getType()));
        }
      } else if (component.getType().isPrimitive()) {
        found.add(path + ": must be set");
      }
    }
    return found;
  }

  private static String describe(Class<?> type) {
    if (type == Duration.class) {
      return "a duration such as 500ms, 10s or 5m";
    }
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
    }
    return "a " + type.getSimpleName();
  }

  private static List<String> constraints(Record value) {
    return Constraints.validator().validate(value).stream()
        .map(
            violation ->
                kebab(violation.getPropertyPath().toString()) + ": " + violation.getMessage())
        .sorted()
        .toList();
  }

  private static Set<String> leaves(String prefix, ConfigObject object) {
    Set<String> paths = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = prefix + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner) {
        paths.addAll(leaves(path + ".", inner));
      } else {
        paths.add(path);
      }
    }
    return paths;
  }

  private static List<String> secrets(Class<?> type, String prefix) {
    List<String> found = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + kebab(component.getName());
      if (component.getType() == Secret.class) {
        found.add(path);
      } else if (component.getType().isRecord()) {
        found.addAll(secrets(component.getType(), path + "."));
      }
    }
    return found;
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static ObjectMapper mapper() {
    SimpleModule durations = new SimpleModule();
    durations.addDeserializer(Duration.class, new DurationReader());
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .addModule(durations)
        .build();
  }

  /** Reads durations the way HOCON writes them. */
  private static final class DurationReader extends JsonDeserializer<Duration> {
    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String value = parser.getText();
      try {
        return ConfigFactory.parseMap(Map.of("value", value)).getDuration("value");
      } catch (ConfigException malformed) {
        throw context.weirdStringException(value, Duration.class, "not a duration");
      }
    }
  }
}
