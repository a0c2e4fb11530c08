package app.rollingpaper.common.http;

import app.rollingpaper.common.time.Ids;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** What goes around every request: its id, in the log and in the answer, and the end of kept-alive connections in a drain. */
final class RequestFrame extends Handler.Wrapper {
  static final String REQUEST_ID = "requestId";
  private static final String HEADER = "X-Request-Id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9-]{8,64}");

  private final Health health;
  private final Ids ids;

  RequestFrame(Health health, Ids ids, Handler handler) {
    super(handler);
    this.health = health;
    this.ids = ids;
  }

  /** The id of a request: the client's own when it is a sane one. It is put into the answer. */
  static String begin(Request request, Response response, Ids ids) {
    String given = request.getHeaders().get(HEADER);
    String id = given != null && SANE.matcher(given).matches() ? given : ids.next().toString();
    request.setAttribute(REQUEST_ID, id);
    response.getHeaders().put(HEADER, id);
    return id;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String id = begin(request, response, ids);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    if (health.draining()
        && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        && !request.getHeaders().contains(HttpHeader.UPGRADE)) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    MDC.put(REQUEST_ID, id);
    try {
      return super.handle(request, response, callback);
    } finally {
      MDC.remove(REQUEST_ID);
    }
  }
}
