package app.rollingpaper.gateway.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The page's files as they came with the program. The assets stand under an address that names their content as a whole,
 * so that whoever has them never needs to ask again and never mixes two editions.
 *
 * @param root where the assets stand, {@code /a/VERSION}
 * @param assets by their path below the root, such as {@code /page/app.js}
 * @param documents the one document as each view begins: with the root filled in, and with what it needs named
 */
record Edition(String root, Map<String, Asset> assets, Map<View, Document> documents) {
  static final String PREFIX = "/a/";
  private static final String DOCUMENT = "/index.html";
  private static final String PLACE_OF_ROOT = "{assets}";
  private static final String PLACE_OF_PRELOADS = "{preloads}";
  private static final String FIRST_MODULE = "/page/app.js";
  private static final String FOLDER = "classpath:/web/";
  private static final int VERSION_BYTES = 8;

  static Edition load() throws IOException {
    SortedMap<String, byte[]> files = files();
    Map<String, Asset> assets = new HashMap<>();
    MessageDigest content = Asset.sha256();
    byte[] document = Objects.requireNonNull(files.remove(DOCUMENT), "the page's document");
    files.forEach(
        (path, bytes) -> {
          assets.put(path, Asset.of(path, bytes));
          content.update(path.getBytes(StandardCharsets.UTF_8));
          content.update(bytes);
        });
    String root = PREFIX + HexFormat.of().formatHex(content.digest(), 0, VERSION_BYTES);
    return new Edition(
        root,
        Map.copyOf(assets),
        documents(root, new String(document, StandardCharsets.UTF_8), files));
  }

  private static Map<View, Document> documents(
      String root, String template, Map<String, byte[]> files) {
    Modules modules = Modules.of(files, template);
    Map<View, Document> documents = new EnumMap<>(View.class);
    for (View view : View.values()) {
      String preloads =
          modules.neededBy(FIRST_MODULE, view.module()).stream()
              .map(module -> "<link rel=\"modulepreload\" href=\"" + root + module + "\">")
              .collect(Collectors.joining("\n  "));
      documents.put(
          view,
          Document.of(template.replace(PLACE_OF_PRELOADS, preloads).replace(PLACE_OF_ROOT, root)));
    }
    return documents;
  }

  private static SortedMap<String, byte[]> files() throws IOException {
    PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    String root = resources.getResource(FOLDER + "index.html").getURL().toString();
    int prefix = root.length() - DOCUMENT.length();
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Resource resource : resources.getResources(FOLDER + "**/*.*")) {
      if (resource.isReadable()) { // a folder may have a dot in its name
        files.put(resource.getURL().toString().substring(prefix), resource.getContentAsByteArray());
      }
    }
    return files;
  }
}
