package app.rollingpaper.compose.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The commands that start what the product is compared with. */
final class Comparison {
  private Comparison() {}

  /** A script of the comparison's folder under node; empty, and said so, when that cannot be run here. */
  static List<String> node(String script) throws InterruptedException {
    Path folder = Path.of(System.getProperty("rollingpaper.root", "."), "compose/bench/comparison");
    try {
      if (Files.notExists(folder.resolve("node_modules"))) {
        int exit =
            new ProcessBuilder("npm", "ci", "--silent")
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
          System.err.println(script + " is left out: npm ci ended with " + exit);
          return List.of();
        }
      }
      new ProcessBuilder("node", "--version").start().waitFor();
      return List.of("node", folder.resolve(script).toString());
    } catch (IOException missing) {
      System.err.println(script + " is left out: there is no node or npm here");
      return List.of();
    }
  }

  /** A program of this module in a process of its own, with the options that paper-service runs with. */
  static List<String> java(Class<?> program) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "@"
            + Path.of(
                System.getProperty("rollingpaper.root", "."),
                "compose/launcher/jvm/paper-service.options"),
        "-cp",
        System.getProperty("java.class.path"),
        program.getName());
  }
}
