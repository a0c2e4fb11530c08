package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.auth.User;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route for everybody: who gets in, who is turned away and how. */
@Tag("P07")
class AccessMatrixTest {
  /** Outsiders are told 404, so that they learn nothing; members who may not are told 403. */
  private static final String MATRIX =
      """
      route                                | nobody | guest elsewhere | other user | reader | writer | owner | recipient before | recipient after
      POST /api/papers                     | 401    | 401             | 201        | 401    | 401    | 201   | 201              | 401
      GET /api/papers                      | 401    | 401             | 200        | 401    | 401    | 200   | 200              | 401
      GET /api/papers/{paper}              | 401    | 404             | 404        | 200    | 200    | 200   | 404              | 200
      PATCH /api/papers/{paper}            | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      POST /api/papers/{paper}/links       | 401    | 404             | 404        | 403    | 403    | 201   | 404              | 403
      GET /api/papers/{paper}/links        | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      DELETE /api/papers/{paper}/links/{link} | 401 | 404             | 404        | 403    | 403    | 204   | 404              | 403
      POST /api/papers/{paper}/preview     | 200    | 200             | 200        | 200    | 200    | 200   | 200              | 200
      POST /api/papers/{paper}/guests      | 201    | 201             | 201        | 201    | 201    | 409   | 403              | 409
      GET /api/papers/{paper}/notes        | 401    | 404             | 404        | 200    | 200    | 200   | 404              | 200
      POST /api/papers/{paper}/notes       | 401    | 404             | 404        | 403    | 201    | 201   | 404              | 403
      GET /api/papers/{paper}/notes/{note} | 401    | 404             | 404        | 200    | 200    | 200   | 404              | 200
      PATCH /api/papers/{paper}/notes/{note} | 401  | 404             | 404        | 403    | 200    | 403   | 404              | 403
      DELETE /api/papers/{paper}/notes/{note} | 401 | 404             | 404        | 403    | 204    | 204   | 404              | 403
      PUT /api/papers/{paper}/notes/{note}/reaction | 401 | 404       | 404        | 403    | 403    | 403   | 404              | 204
      DELETE /api/papers/{paper}/notes/{note}/reaction | 401 | 404    | 404        | 403    | 403    | 403   | 404              | 204
      GET /api/papers/{paper}/guests       | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      DELETE /api/papers/{paper}/guests/{guest} | 401 | 404           | 404        | 403    | 403    | 204   | 404              | 403
      GET /api/papers/{paper}/preview      | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      GET /api/papers/{paper}/envelope     | 200    | 200             | 200        | 200    | 200    | 200   | 200              | 200
      POST /api/papers/{paper}/thanks      | 401    | 404             | 404        | 403    | 403    | 403   | 404              | 200
      GET /api/papers/{paper}/thanks       | 401    | 404             | 404        | 204    | 204    | 204   | 404              | 204
      POST /api/papers/{paper}/ops         | 401    | 404             | 404        | 403    | 200    | 200   | 404              | 403
      GET /api/papers/{paper}/ops          | 401    | 404             | 404        | 200    | 200    | 200   | 404              | 200
      POST /api/papers/{paper}/seal        | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      POST /api/papers/{paper}/deliver     | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      POST /api/papers/{paper}/cancel      | 401    | 404             | 404        | 403    | 403    | 200   | 404              | 403
      """;

  private final RunningService service = RunningService.shared();

  static Map<String, Map<String, Integer>> rows() {
    List<List<String>> table =
        MATRIX
            .lines()
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
            .toList();
    Map<String, Map<String, Integer>> rows = new LinkedHashMap<>();
    for (List<String> line : table.subList(1, table.size())) {
      Map<String, Integer> cells = new LinkedHashMap<>();
      for (int column = 1; column < line.size(); column++) {
        cells.put(table.getFirst().get(column), Integer.parseInt(line.get(column)));
      }
      rows.put(line.getFirst(), cells);
    }
    return rows;
  }

  static Stream<String> routes() {
    return rows().keySet().stream();
  }

  @Test
  void everyRouteHasARow() {
    Set<String> served = new TreeSet<>();
    for (JavaClass resource :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("app.rollingpaper.paper")) {
      if (!resource.isAnnotatedWith(Path.class)) {
        continue;
      }
      for (JavaMethod method : resource.getMethods()) {
        String below =
            method.tryGetAnnotationOfType(Path.class).map(path -> "/" + path.value()).orElse("");
        method.getAnnotations().stream()
            .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
            .forEach(
                verb ->
                    served.add(
                        verb.getRawType().getSimpleName()
                            + " "
                            + resource.getAnnotationOfType(Path.class).value()
                            + below));
      }
    }
    assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(served);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("routes")
  void isOpenToThoseInItsRow(String route) {
    Map<String, Integer> expected = rows().get(route);
    Map<String, Integer> answered =
        expected.keySet().stream()
            .collect(
                Collectors.toMap(
                    caller -> caller,
                    caller -> call(route, caller),
                    (a, b) -> a,
                    LinkedHashMap::new));
    assertThat(answered).isEqualTo(expected);
  }

  private int call(String route, String caller) {
    User recipient = RunningService.person("Mina");
    RunningService.TestPaper paper = service.paper(recipient.email());
    Api writer = paper.writer("하나");
    String note = paper.note(writer, "hidden");
    String guest = paper.owner().get(paper.path() + "/guests").body().at("/items/0/id").asText();
    Api.Answer link = paper.owner().post(paper.path() + "/links", "{\"kind\": \"write\"}");
    String secret = link.text("url").replaceFirst(".*#", "");
    Api api =
        switch (caller) {
          case "nobody" -> service.anonymous();
          case "guest elsewhere" -> service.paper().writer("elsewhere");
          case "other user" -> service.as(RunningService.person("other"));
          case "reader" -> paper.guest("read", "reader");
          case "writer" -> writer;
          case "owner" -> paper.owner();
          case "recipient before" -> service.as(recipient);
          case "recipient after" -> {
            paper.owner().post(paper.path() + "/deliver", "");
            yield paper.guest("reveal", "Mina");
          }
          default -> throw new IllegalArgumentException(caller);
        };
    String path =
        route
            .substring(route.indexOf(' ') + 1)
            .replace("{paper}", paper.id())
            .replace("{note}", note)
            .replace("{guest}", guest)
            .replace("{link}", link.text("id"));
    return api.send(route.substring(0, route.indexOf(' ')), path, body(route, secret)).status();
  }

  private static HttpRequest.BodyPublisher body(String route, String secret) {
    String json =
        switch (route) {
          case "POST /api/papers" ->
              """
              {"title": "t", "recipient": {"name": "r"}, "occasion": "other", "theme": "night", "zone": "UTC"}
              """;
          case "PATCH /api/papers/{paper}" -> "{\"title\": \"other\"}";
          case "POST /api/papers/{paper}/links" -> "{\"kind\": \"write\"}";
          case "POST /api/papers/{paper}/preview" -> "{\"secret\": \"%s\"}".formatted(secret);
          case "POST /api/papers/{paper}/guests" ->
              "{\"secret\": \"%s\", \"name\": \"n\"}".formatted(secret);
          case "PUT /api/papers/{paper}/notes/{note}/reaction" -> "{\"reaction\": \"hug\"}";
          case "POST /api/papers/{paper}/thanks" -> "{\"text\": \"고마워요\"}";
          case "POST /api/papers/{paper}/notes", "PATCH /api/papers/{paper}/notes/{note}" ->
              "{\"text\": \"t\"}";
          case "POST /api/papers/{paper}/ops" ->
              """
              {"c": "00000000000000aa", "n": 1, "d": [{"m": "add", "note": "%s", "text": "t", "color": "sky",
               "font": "jua", "x": 1, "y": 1, "width": 200, "rotation": 0}]}
              """
                  .formatted(UUID.randomUUID());
          default -> "";
        };
    return json.isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(json);
  }
}
