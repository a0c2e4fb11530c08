package app.rollingpaper.common.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.MDC;

/**
 * An error as a client sees it: problem details of RFC 9457 with a stable type and the id of the request.
 *
 * @param type last part of the type's URI, stable for good
 * @param status HTTP status
 * @param title a sentence for people; never the text of an exception
 * @param details further members of the document
 */
public record Problem(String type, int status, String title, Map<String, Object> details) {
  public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");
  private static final String BASE = "https://rollingpaper.app/problems/";

  public Problem(String type, int status, String title) {
    this(type, status, title, Map.of());
  }

  /** This problem with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new Problem(type, status, title, more);
  }

  /** The members of the document, in the order they are shown. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", BASE + type);
    document.put("title", title);
    document.put("status", status);
    String requestId = MDC.get(RequestFrame.REQUEST_ID);
    if (requestId != null) {
      document.put("requestId", requestId);
    }
    document.putAll(details);
    return document;
  }

  /** The headers that belong to it; a detail {@code retryAfter} in seconds is one of them. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (details.get("retryAfter") instanceof Integer seconds) {
      headers.put("Retry-After", Integer.toString(seconds));
    }
    if (status == 401) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    return headers;
  }

  /** The answer. */
  public Response response() {
    Response.ResponseBuilder response = Response.status(status).type(MEDIA_TYPE).entity(document());
    headers().forEach(response::header);
    return response.build();
  }

  /** Leaves the request with this problem. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
