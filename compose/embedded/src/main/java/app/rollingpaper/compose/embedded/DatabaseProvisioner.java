package app.rollingpaper.compose.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Gives a service its own role and schema in a database: the role owns the schema, may enter the database, and may do
 * nothing else. Safe to repeat and to run from several processes at once.
 */
public final class DatabaseProvisioner {
  private static final long TURN = 0x726f6c6c70617065L;
  private static final int ATTEMPTS = 20;
  // Roles belong to the whole server while the lock belongs to one database, so neighbours can
  // still collide:
  // duplicate_object, unique_violation, deadlock_detected, "tuple concurrently updated".
  private static final Set<String> COLLISIONS = Set.of("42710", "23505", "40P01", "XX000");

  private final DatabaseUrl admin;

  /** The account needs the right to create roles and schemas; the superuser has it. */
  public DatabaseProvisioner(DatabaseUrl admin) {
    this.admin = admin;
  }

  /** Makes it so and returns the service's own address of the database. */
  public DatabaseUrl provision(String schema, String role, String password) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection =
          DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password())) {
        connection.setAutoCommit(false);
        provision(connection, schema, role, password);
        connection.commit();
        return admin.as(role, password);
      } catch (SQLException failure) {
        if (attempt == ATTEMPTS || !COLLISIONS.contains(failure.getSQLState())) {
          throw failure;
        }
      }
    }
  }

  /** Creates a database of that name on the same server unless it exists, and returns its address. */
  public DatabaseUrl create(String database) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password())) {
      if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
        run(connection, "create database %I template template0 encoding 'UTF8'", database);
      }
    } catch (SQLException failure) {
      if (!COLLISIONS.contains(failure.getSQLState()) && !"42P04".equals(failure.getSQLState())) {
        throw failure;
      }
    }
    return admin.database(database);
  }

  private static void provision(Connection connection, String schema, String role, String password)
      throws SQLException {
    try (PreparedStatement turn = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
      turn.setLong(1, TURN);
      turn.execute();
    }
    String verb =
        exists(connection, "select 1 from pg_roles where rolname = ?", role) ? "alter" : "create";
    run(connection, verb + " role %I login password %L", role, password);
    if (!exists(
        connection,
        "select 1 from pg_roles where rolname = current_user and (rolsuper or rolname = ?)",
        role)) {
      // Only a member may hand something to a role; a superuser always may.
      run(connection, "grant %I to current_user", role);
    }
    run(connection, "create schema if not exists %I authorization %I", schema, role);
    run(connection, "alter schema %I owner to %I", schema, role);
    run(connection, "revoke all on schema %I from public", schema);
    run(connection, "revoke all on schema public from public");
    String database = connection.getCatalog();
    run(connection, "revoke all on database %I from public", database);
    run(connection, "grant connect, temporary on database %I to %I", database, role);
    run(connection, "alter role %I in database %I set search_path = %I", role, database, schema);
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** PostgreSQL itself quotes the names (%I) and the texts (%L). */
  private static void run(Connection connection, String template, String... arguments)
      throws SQLException {
    String quoting = "select format(?" + ", ?".repeat(arguments.length) + ")";
    String command;
    try (PreparedStatement statement = connection.prepareStatement(quoting)) {
      statement.setString(1, template);
      for (int index = 0; index < arguments.length; index++) {
        statement.setString(index + 2, arguments[index]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        command = rows.getString(1);
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }
}
