package app.rollingpaper.gateway.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The page's files as they came with the program. The assets stand under an address that names their content as a whole,
 * so that whoever has them never needs to ask again and never mixes two editions.
 *
 * @param root where the assets stand, {@code /a/VERSION}
 * @param assets by their path below the root, such as {@code /page/app.js}
 * @param documents the HTML files by name, with the root filled in
 */
record Edition(String root, Map<String, Asset> assets, Map<String, Document> documents) {
  static final String PREFIX = "/a/";
  private static final String PLACE_OF_ROOT = "{assets}";
  private static final String FOLDER = "classpath:/web/";
  private static final int VERSION_BYTES = 8;

  static Edition load() throws IOException {
    SortedMap<String, byte[]> files = files();
    Map<String, Asset> assets = new HashMap<>();
    MessageDigest content = Asset.sha256();
    files.forEach(
        (path, bytes) -> {
          if (!isDocument(path)) {
            assets.put(path, Asset.of(path, bytes));
            content.update(path.getBytes(StandardCharsets.UTF_8));
            content.update(bytes);
          }
        });
    String root = PREFIX + HexFormat.of().formatHex(content.digest(), 0, VERSION_BYTES);
    Map<String, Document> documents = new HashMap<>();
    files.forEach(
        (path, bytes) -> {
          if (isDocument(path)) {
            String html = new String(bytes, StandardCharsets.UTF_8).replace(PLACE_OF_ROOT, root);
            documents.put(path.substring(1), Document.of(path, html));
          }
        });
    return new Edition(root, Map.copyOf(assets), Map.copyOf(documents));
  }

  private static SortedMap<String, byte[]> files() throws IOException {
    PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    String index = "/index.html";
    String root = resources.getResource(FOLDER + "index.html").getURL().toString();
    int prefix = root.length() - index.length();
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Resource resource : resources.getResources(FOLDER + "**/*.*")) {
      if (resource.isReadable()) { // a folder may have a dot in its name
        files.put(resource.getURL().toString().substring(prefix), resource.getContentAsByteArray());
      }
    }
    return files;
  }

  private static boolean isDocument(String path) {
    return path.endsWith(".html");
  }
}
