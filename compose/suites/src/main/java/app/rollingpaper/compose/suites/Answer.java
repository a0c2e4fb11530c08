package app.rollingpaper.compose.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What came back for a request. */
public record Answer(int status, HttpHeaders headers, String body) {
  public JsonNode json() {
    return Json.read(body);
  }

  /** The text of one member of the JSON body; empty when it is not there. */
  public String text(String member) {
    return json().path(member).asText("");
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** {@code wrong-state}: the last part of a problem's type; empty for anything that is no problem. */
  public String problem() {
    boolean problem = header("Content-Type").orElse("").startsWith("application/problem+json");
    return problem ? text("type").replaceFirst(".*/", "") : "";
  }

  /** This answer when it has that status; otherwise the end of what was being done. */
  public Answer expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError("answered " + status + " instead of " + wanted + ": " + body);
    }
    return this;
  }
}
