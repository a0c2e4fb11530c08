package app.rollingpaper.compose.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a bench is told on the command line, {@code --name=value}, beside what it takes otherwise. */
record Settings(Map<String, String> values) {
  static Settings parse(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (!parts[0].startsWith("--") || parts.length < 2) {
        throw new IllegalArgumentException(
            "\"" + argument + "\" is not understood: options look like --seconds=10");
      }
      values.put(parts[0].substring(2), parts[1]);
    }
    return new Settings(values);
  }

  int number(String name, int usual) {
    return Integer.parseInt(values.getOrDefault(name, Integer.toString(usual)));
  }

  Duration seconds(int usual) {
    return Duration.ofSeconds(number("seconds", usual));
  }

  List<String> list(String name, String usual) {
    return List.of(values.getOrDefault(name, usual).split(","));
  }
}
