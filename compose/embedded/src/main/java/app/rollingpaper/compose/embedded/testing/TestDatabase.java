package app.rollingpaper.compose.embedded.testing;

/** A database that nobody else uses, with the account of the service under test. */
public record TestDatabase(String jdbcUrl, String user, String password) {}
