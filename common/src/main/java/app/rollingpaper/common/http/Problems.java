package app.rollingpaper.common.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers with a problem where no resource does: before Jersey is reached, or in its place. */
final class Problems {
  private final ObjectMapper json;

  Problems(ObjectMapper json) {
    this.json = json;
  }

  /** The whole answer, with the headers that belong to the problem. */
  void write(Problem problem, Response response, Callback callback) throws JsonProcessingException {
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE.toString());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    problem.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(problem.document())), callback);
  }
}
