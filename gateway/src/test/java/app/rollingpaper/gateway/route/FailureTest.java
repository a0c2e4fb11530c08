package app.rollingpaper.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.gateway.edge.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.NotYetConnectedException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  @Tag("G11")
  void whatMayHaveBeenDoneIsToldFromWhatWasNot() {
    Map<Throwable, Failure> known =
        Map.of(
            new ConnectException("refused"),
            Failure.UNREACHABLE,
            new IOException("reset"),
            Failure.BROKEN_OFF,
            // A connection that was taken for another before it was made.
            new NotYetConnectedException(),
            Failure.BROKEN_OFF,
            new TimeoutException(),
            Failure.TOO_LATE,
            Problem.overloaded(1),
            Failure.OTHER,
            new IllegalStateException("of ours"),
            Failure.OTHER);
    known.forEach(
        (thrown, failure) -> {
          assertThat(Failure.of(thrown)).isEqualTo(failure);
          assertThat(Failure.of(new RuntimeException(thrown))).isEqualTo(failure);
        });
  }
}
