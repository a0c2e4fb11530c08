package app.rollingpaper.compose.suites;

import app.rollingpaper.compose.launcher.RollingPaper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The running system that the tests of this JVM share: on embedded parts, or on the real servers that DATABASE_URL,
 * REDIS_URL and AMQP_URL name. Mail always goes to the embedded mailbox. Ends with the JVM.
 */
final class SharedSystem {
  private static final List<String> STORES = List.of("DATABASE_URL", "REDIS_URL", "AMQP_URL");

  private SharedSystem() {}

  static RollingPaper get() {
    return Running.SYSTEM;
  }

  static Client client() {
    return new Client(get().gatewayUrl());
  }

  static People people() {
    return new People(client());
  }

  static Mails mails() {
    return new Mails(get().mailboxUrl().orElseThrow());
  }

  static Fleet fleet() {
    return new Fleet(get().gatewayAdminUrl());
  }

  /** What the environment says about real servers. */
  static Map<String, String> realServers() {
    Map<String, String> environment = new HashMap<>();
    for (String name : STORES) {
      String value = System.getenv(name);
      if (value != null && !value.isBlank()) {
        environment.put(name, value);
      }
    }
    return environment;
  }

  private static final class Running {
    static final RollingPaper SYSTEM = FreshSystem.start("system", realServers());
  }
}
