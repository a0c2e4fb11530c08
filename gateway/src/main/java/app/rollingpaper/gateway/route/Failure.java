package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Problem;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.NotYetConnectedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Why a try brought no answer, as far as that decides what may follow. */
enum Failure {
  /** Refused, unreachable, or no answer to the connecting: the instance never saw the request and is to be left alone. */
  UNREACHABLE,
  /** All our connections to the instance are taken: it never saw the request, and nothing is known against it. */
  NO_CONNECTION,
  /** The instance takes no more sockets for now, or leaves: it has opened none, and nothing is known against it. */
  DECLINED,
  /** The instance may have seen the request, and may have done it. */
  BROKEN_OFF,
  /** As {@link #BROKEN_OFF}, but it was us who gave up: the instance missed its checks, and may only be slow. */
  ABANDONED,
  TOO_LATE,
  /** Not the instance's doing. */
  OTHER;

  private static final int DEEPEST_CAUSE = 6;
  private static final int UNAVAILABLE = 503;
  private static final int NO_STATUS = 0;

  static Failure of(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      switch (cause) {
        case Problem problem -> {
          return OTHER;
        }
        case ConnectException refused -> {
          return UNREACHABLE;
        }
        case NoRouteToHostException unroutable -> {
          return UNREACHABLE;
        }
        case UnknownHostException unknown -> {
          return UNREACHABLE;
        }
        case TimeoutException late -> {
          return TOO_LATE;
        }
        case PoolAcquireTimeoutException taken -> {
          return NO_CONNECTION;
        }
        case PoolAcquirePendingLimitException taken -> {
          return NO_CONNECTION;
        }
        case java.util.concurrent.TimeoutException late -> {
          return TOO_LATE;
        }
        case WebSocketClientHandshakeException refused -> {
          return status(refused) == UNAVAILABLE ? DECLINED : OTHER;
        }
        case Abandoned given -> {
          return ABANDONED;
        }
        case IOException broken -> {
          return BROKEN_OFF;
        }
        // Of a connection that was taken for another (see NextTurn): it may be written to all the
        // same.
        case NotYetConnectedException gone -> {
          return BROKEN_OFF;
        }
        default -> cause = cause.getCause();
      }
    }
    return OTHER;
  }

  /** Whether nothing of the request was done, whatever it asked for. */
  boolean leftNothingDone() {
    return this == UNREACHABLE || this == NO_CONNECTION || this == DECLINED;
  }

  /** Whether the instance may have done what was asked, so that only what is repeatable may be sent again. */
  boolean mayHaveBeenSeen() {
    return this == BROKEN_OFF || this == ABANDONED;
  }

  Problem problem(Throwable thrown) {
    return switch (this) {
      case UNREACHABLE, DECLINED -> Problem.unavailable(thrown);
      case NO_CONNECTION -> Problem.overloaded(1);
      case BROKEN_OFF, ABANDONED -> Problem.badGateway(thrown);
      case TOO_LATE -> Problem.timeout(thrown);
      case OTHER ->
          switch (thrown) {
            case Problem problem -> problem;
            case WebSocketClientHandshakeException refused -> refusal(refused);
            default -> Problem.internal(thrown);
          };
    };
  }

  private static Problem refusal(WebSocketClientHandshakeException refused) {
    int status = status(refused);
    return status == NO_STATUS ? Problem.badGateway(refused) : Problem.ofStatus(status);
  }

  private static int status(WebSocketClientHandshakeException refused) {
    return refused.response() == null ? NO_STATUS : refused.response().status().code();
  }
}
