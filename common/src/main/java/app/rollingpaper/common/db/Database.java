package app.rollingpaper.common.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's own database: one pool as one role in one schema. Thread-safe. */
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private final DatabaseConfig config;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  /** Opens the pool; the database need not be there yet. */
  public Database(DatabaseConfig config, String applicationName, MeterRegistry metrics) {
    this.config = config;
    HikariConfig settings = new HikariConfig();
    settings.setPoolName(config.schema());
    settings.setJdbcUrl(config.url());
    settings.setUsername(config.user());
    settings.setPassword(config.password().reveal());
    settings.setMaximumPoolSize(config.poolSize());
    settings.setConnectionTimeout(config.connectTimeout().toMillis());
    settings.setValidationTimeout(Math.min(1_000, config.connectTimeout().toMillis()));
    settings.setInitializationFailTimeout(-1);
    settings.setMetricRegistry(metrics);
    settings.addDataSourceProperty("ApplicationName", applicationName);
    settings.addDataSourceProperty("currentSchema", config.schema());
    settings.addDataSourceProperty("prepareThreshold", 3);
    settings.addDataSourceProperty("tcpKeepAlive", true);
    settings.addDataSourceProperty("connectTimeout", 2);
    settings.addDataSourceProperty("socketTimeout", 30);
    // Plans are made once and kept: every statement finds its rows by an index whatever its values
    // are, and planning the large ones each time would cost as much as running them.
    settings.addDataSourceProperty(
        "options",
        "-c statement_timeout=10s -c lock_timeout=5s -c timezone=UTC"
            + " -c plan_cache_mode=force_generic_plan");
    this.pool = new HikariDataSource(settings);
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** Whether the database answers now. */
  public boolean answers() {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException away) {
      return false;
    }
  }

  /**
   * Brings the schema up to this program's version. Safe to call from many instances at once: Flyway's advisory lock lets
   * one migrate while the others wait. Waits for a database that is not there yet.
   *
   * @throws IllegalStateException when the database does not answer in time
   * @throws FlywayException when a migration fails or the schema is of another program
   */
  public void migrate() {
    long deadline = System.nanoTime() + config.startTimeout().toNanos();
    while (true) {
      try {
        flyway().migrate();
        return;
      } catch (FlywaySqlException unreachable) {
        if (System.nanoTime() > deadline || !connectionProblem(unreachable)) {
          throw unreachable;
        }
        log.info("event=database_awaited schema={}", config.schema());
        pause(Duration.ofMillis(500));
      }
    }
  }

  private Flyway flyway() {
    FluentConfiguration settings =
        Flyway.configure(Database.class.getClassLoader())
            .dataSource(withoutTimeouts(), config.user(), config.password().reveal())
            .defaultSchema(config.schema())
            .schemas(config.schema())
            .createSchemas(false)
            .locations("classpath:db/common", "classpath:db/migration")
            .validateMigrationNaming(true)
            .lockRetryCount(600);
    // The transactional lock would make CREATE INDEX CONCURRENTLY wait for itself.
    settings
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return settings.load();
  }

  /** Migrations may take longer than a request may. */
  private String withoutTimeouts() {
    return config.url()
        + (config.url().contains("?") ? "&" : "?")
        + "currentSchema="
        + config.schema()
        + "&ApplicationName=migrate&connectTimeout=2";
  }

  private static boolean connectionProblem(FlywaySqlException exception) {
    return exception.getCause() instanceof SQLException cause
        && (cause.getSQLState() == null
            || cause.getSQLState().startsWith("08")
            || cause.getSQLState().startsWith("57"));
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the database", interrupted);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
