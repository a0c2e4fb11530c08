package app.rollingpaper.common.http;

import com.zaxxer.hikari.pool.HikariPool;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever leaves a resource into a problem, and keeps the exception's text in the log. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);

  @Override
  public Response toResponse(Throwable thrown) {
    return switch (thrown) {
      case ProblemException known -> known.problem().response();
      case WebApplicationException http -> ofStatus(http);
      default -> {
        if (storageAway(thrown)) {
          log.warn("event=storage_unavailable cause={}", thrown.toString());
          Response response =
              new Problem(
                      "storage-unavailable",
                      503,
                      "The service cannot reach its data. Please try again shortly.")
                  .with("retryAfter", 1)
                  .response();
          if (thrown instanceof UnprocessedException) {
            response.getHeaders().putSingle(UnprocessedException.HEADER, UnprocessedException.TRUE);
          }
          yield response;
        }
        log.error("event=request_failed", thrown);
        yield new Problem("internal", 500, "Something went wrong on our side.").response();
      }
    };
  }

  private static Response ofStatus(WebApplicationException exception) {
    int status = exception.getResponse().getStatus();
    Problem problem =
        switch (status) {
          case 404 -> new Problem("not-found", 404, "There is nothing here.");
          case 405 ->
              new Problem("method-not-allowed", 405, "This address does not take that method.");
          case 406 -> new Problem("not-acceptable", 406, "This address answers in JSON only.");
          case 415 -> new Problem("unsupported-media-type", 415, "Send application/json.");
          default ->
              status < 500
                  ? new Problem("bad-request", status, "The request could not be understood.")
                  : new Problem("internal", status, "Something went wrong on our side.");
        };
    Response response = problem.response();
    String allow = exception.getResponse().getHeaderString("Allow");
    return allow == null
        ? response
        : Response.fromResponse(response).header("Allow", allow).build();
  }

  /** Connection failures (08), shutdowns and crashes (57P), too many connections (53), time-outs of statement and lock. */
  private static boolean storageAway(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof HikariPool.PoolInitializationException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08")
            || state.startsWith("57")
            || state.startsWith("53")
            || state.equals("55P03")
            || state.equals("40P01")
            || state.equals("25006");
      }
    }
    return false;
  }
}
