package app.rollingpaper.gateway.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's modules and what they import. A browser learns what a module needs only when it has it; told beforehand, it
 * fetches all at once.
 */
final class Modules {
  /** An import that is not put off: of names, or only for what it does. */
  private static final Pattern IMPORT =
      Pattern.compile("\\b(?:import|export)\\b[^'\"();=]*?['\"]([^'\"]+)['\"]");

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern MAPPED = Pattern.compile("\"([^\"]+)\":\"\\{assets}(/[^\"]+)\"");

  private final Map<String, byte[]> files;
  private final Map<String, String> mapped;

  private Modules(Map<String, byte[]> files, Map<String, String> mapped) {
    this.files = files;
    this.mapped = mapped;
  }

  /** With the names that a document's map of imports gives them. */
  static Modules of(Map<String, byte[]> files, String document) {
    Map<String, String> mapped =
        new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(name -> name));
    Matcher entries = MAPPED.matcher(document);
    while (entries.find()) {
      mapped.put(entries.group(1), entries.group(2));
    }
    return new Modules(files, mapped);
  }

  /** All that has to be there before these run, themselves included, the nearest first. */
  SequencedSet<String> neededBy(String... modules) {
    SequencedSet<String> needed = new LinkedHashSet<>();
    Queue<String> open = new ArrayDeque<>();
    for (String module : modules) {
      open.add(module);
      while (!open.isEmpty()) {
        String next = open.remove();
        if (needed.add(next)) {
          open.addAll(importsOf(next));
        }
      }
    }
    return needed;
  }

  private SequencedSet<String> importsOf(String module) {
    byte[] bytes = files.get(module);
    if (bytes == null) {
      throw new IllegalStateException("the page lacks the module " + module);
    }
    String source = COMMENT.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("");
    SequencedSet<String> imports = new LinkedHashSet<>();
    IMPORT
        .matcher(source)
        .results()
        .map((MatchResult found) -> resolve(module, found.group(1)))
        .forEach(imports::add);
    return imports;
  }

  private String resolve(String from, String name) {
    if (name.startsWith(".")) {
      return URI.create(from).resolve(name).getPath();
    }
    Optional<String> prefix =
        mapped.keySet().stream()
            .filter(entry -> name.equals(entry) || entry.endsWith("/") && name.startsWith(entry))
            .findFirst();
    return prefix
        .map(entry -> mapped.get(entry) + name.substring(entry.length()))
        .orElseThrow(
            () -> new IllegalStateException(from + " imports " + name + ", which is nowhere"));
  }
}
