package app.rollingpaper.gateway;

import app.rollingpaper.gateway.admin.AdminServer;
import app.rollingpaper.gateway.discovery.DnsNames;
import app.rollingpaper.gateway.discovery.InstancesFile;
import app.rollingpaper.gateway.health.HealthChecks;
import org.springframework.context.SmartLifecycle;

/**
 * What runs before the public port opens and until after it is closed: the admin port, the listing, the first verdict on
 * every instance. An empty or sick fleet does not keep the port shut; it is a state, and the page can be served in it.
 */
final class Groundwork implements SmartLifecycle {
  private final InstancesFile file;
  private final DnsNames names;
  private final HealthChecks checks;
  private final AdminServer admin;
  private volatile boolean running;

  Groundwork(InstancesFile file, DnsNames names, HealthChecks checks, AdminServer admin) {
    this.names = names;
    this.file = file;
    this.checks = checks;
    this.admin = admin;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void start() {
    running = true;
    admin.start();
    file.start();
    names.start();
    checks.start();
  }

  @Override
  public void stop() {
    file.close();
    names.close();
    checks.close();
    admin.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
