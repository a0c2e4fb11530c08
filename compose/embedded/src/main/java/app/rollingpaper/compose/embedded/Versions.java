package app.rollingpaper.compose.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the programs on board, written by the build. */
final class Versions {
  private static final Properties KNOWN = read();

  private Versions() {}

  static String postgres() {
    return KNOWN.getProperty("postgres");
  }

  static String redis() {
    return KNOWN.getProperty("redis");
  }

  static String broker() {
    return KNOWN.getProperty("broker");
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
      properties.load(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return properties;
  }
}
