package app.rollingpaper.compose.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A built project whose programs are all the {@link FakeProgram}. */
record FakeProject(Path root) {

  static FakeProject in(Path root) {
    try {
      for (String module :
          List.of("user-service", "paper-service", "notification-service", "gateway")) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeProgram.class.getName());
        String program = FakeProgram.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar), manifest);
            InputStream compiled = FakeProgram.class.getResourceAsStream("/" + program)) {
          packed.putNextEntry(new ZipEntry(program));
          compiled.transferTo(packed);
        }
        Path options = root.resolve("compose/launcher/jvm").resolve(module + ".options");
        Files.createDirectories(options.getParent());
        Files.writeString(options, "-Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1\n");
      }
      return new FakeProject(root);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Two papers, one of the others, on free ports, with data beside the project. */
  Options options(Map<String, String> environment) {
    return new Options(
        root, root.resolve(".data"), 0, Map.of(ServiceKind.PAPER, 2), false, environment);
  }
}
