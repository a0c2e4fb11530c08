package app.rollingpaper.compose.embedded;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The kind of machine, as the archives on the library path name it. */
record Platform(String system, String architecture) {

  static Platform current() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String architecture = System.getProperty("os.arch");
    return new Platform(system, "aarch64".equals(architecture) ? "arm64" : "amd64");
  }

  String name() {
    return system + " " + architecture;
  }

  String postgresArchive() {
    return "/postgres-"
        + system
        + "-"
        + ("arm64".equals(architecture) ? "arm_64" : "x86_64")
        + ".txz";
  }

  String redisProgram() {
    String version = "darwin".equals(system) || "amd64".equals(architecture) ? "6.2.6-v5" : "6.2.7";
    return "/redis-server-" + version + "-" + system + "-" + architecture;
  }

  /** Where unpacked programs are kept between runs. */
  static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .orElseGet(
            () ->
                Path.of(
                    Optional.ofNullable(System.getenv("HOME"))
                        .orElse(System.getProperty("user.home")),
                    ".cache"))
        .resolve("rolling-paper");
  }
}
