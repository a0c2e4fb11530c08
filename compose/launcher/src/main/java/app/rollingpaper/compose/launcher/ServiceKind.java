package app.rollingpaper.compose.launcher;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A service of the system and what the launcher has to give it. */
public enum ServiceKind {
  USER("users", "user_service", 1),
  PAPER("paper", "paper_service", 2),
  NOTIFICATION("notification", "notification_service", 1);

  private final String schema;
  private final String role;
  private final int usualInstances;

  ServiceKind(String schema, String role, int usualInstances) {
    this.schema = schema;
    this.role = role;
    this.usualInstances = usualInstances;
  }

  /** {@code paper}: how people name it on the command line. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code paper-service}: its module and its entry in the instances file. */
  public String serviceName() {
    return shortName() + "-service";
  }

  String schema() {
    return schema;
  }

  String role() {
    return role;
  }

  int usualInstances() {
    return usualInstances;
  }

  boolean usesRedis() {
    return this != NOTIFICATION;
  }

  boolean sendsMail() {
    return this == NOTIFICATION;
  }

  String instance(int number) {
    return shortName() + "-" + number;
  }

  static Optional<ServiceKind> named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.shortName().equals(name) || kind.serviceName().equals(name))
        .findFirst();
  }
}
