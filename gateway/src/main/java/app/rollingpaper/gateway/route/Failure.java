package app.rollingpaper.gateway.route;

import app.rollingpaper.gateway.edge.Problem;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Why a try brought no answer, as far as that decides what may follow. */
enum Failure {
  /** Refused, unreachable, or no answer to the connecting: the instance never saw the request and is to be left alone. */
  UNREACHABLE,
  /** All our connections to the instance are taken: it never saw the request, and nothing is known against it. */
  NO_CONNECTION,
  /** The instance may have seen the request, and may have done it. */
  BROKEN_OFF,
  /** As {@link #BROKEN_OFF}, but it was us who gave up: the instance missed its checks, and may only be slow. */
  ABANDONED,
  TOO_LATE,
  /** Not the instance's doing. */
  OTHER;

  private static final int DEEPEST_CAUSE = 6;

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
        case Abandoned given -> {
          return ABANDONED;
        }
        case IOException broken -> {
          return BROKEN_OFF;
        }
        default -> cause = cause.getCause();
      }
    }
    return OTHER;
  }

  boolean neverSeen() {
    return this == UNREACHABLE || this == NO_CONNECTION;
  }

  /** Whether the instance may have done what was asked, so that only what is repeatable may be sent again. */
  boolean mayHaveBeenSeen() {
    return this == BROKEN_OFF || this == ABANDONED;
  }

  Problem problem(Throwable thrown) {
    return switch (this) {
      case UNREACHABLE -> Problem.unavailable(thrown);
      case NO_CONNECTION -> Problem.overloaded(1);
      case BROKEN_OFF, ABANDONED -> Problem.badGateway(thrown);
      case TOO_LATE -> Problem.timeout(thrown);
      case OTHER -> thrown instanceof Problem problem ? problem : Problem.internal(thrown);
    };
  }
}
