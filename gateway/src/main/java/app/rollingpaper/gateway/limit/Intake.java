package app.rollingpaper.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What is being answered at once: requests, in all and for each service, and WebSockets. Thread-safe. */
public final class Intake {
  private final Places all;
  private final int mostPerService;
  private final ConcurrentMap<String, Places> services = new ConcurrentHashMap<>();
  private final Places sockets;

  public Intake(int most, int mostPerService, int mostSockets) {
    this.all = new Places(most);
    this.mostPerService = mostPerService;
    this.sockets = new Places(mostSockets);
  }

  /** Takes a request on, if there is room. */
  public boolean begin(String service) {
    if (!all.take()) {
      return false;
    }
    if (!places(service).take()) {
      all.giveBack();
      return false;
    }
    return true;
  }

  public void end(String service) {
    places(service).giveBack();
    all.giveBack();
  }

  public Places sockets() {
    return sockets;
  }

  private Places places(String service) {
    return services.computeIfAbsent(service, name -> new Places(mostPerService));
  }

  long refused() {
    return all.refused() + services.values().stream().mapToLong(Places::refused).sum();
  }
}
