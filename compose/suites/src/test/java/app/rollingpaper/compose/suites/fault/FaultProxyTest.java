package app.rollingpaper.compose.suites.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.compose.suites.fault.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that says back what it is told. */
@Tag("L04")
final class FaultProxyTest {
  private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final FaultProxy proxy = new FaultProxy(echo.getLocalPort(), 1);

  FaultProxyTest() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket visitor = echo.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (visitor) {
                    visitor.getInputStream().transferTo(visitor.getOutputStream());
                  } catch (IOException gone) {
                    // As wished.
                  }
                });
      } catch (IOException closed) {
        return;
      }
    }
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static int say(Socket socket, int letter) throws IOException {
    socket.getOutputStream().write(letter);
    return socket.getInputStream().read();
  }

  @Test
  void withoutAFaultItIsNotThere() throws IOException {
    try (Socket socket = connect()) {
      byte[] much = new byte[300_000];
      much[299_999] = 7;
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  socket.getOutputStream().write(much);
                  socket.shutdownOutput();
                } catch (IOException cut) {
                  // The assertion below will tell.
                }
              });
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(much);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void delayIsAddedToEachDirectionByItself() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      proxy.delay(Direction.TO_SERVER, Duration.ofMillis(60), Duration.ZERO);
      proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(40), Duration.ofMillis(5));
      long began = System.nanoTime();
      assertThat(say(socket, 2)).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(99));
    }
  }

  @Test
  void whatIsHeldComesWhenItIsHealed() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      proxy.hold(Direction.TO_CLIENT);
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> say(socket, 2)).isInstanceOf(SocketTimeoutException.class);
      proxy.heal();
      socket.setSoTimeout(5_000);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void whatIsSwallowedIsLostAndSoIsTheConnection() throws IOException {
    try (Socket struck = connect();
        Socket idle = connect()) {
      say(struck, 1);
      say(idle, 1);
      proxy.swallow(Direction.TO_SERVER);
      struck.setSoTimeout(200);
      assertThatThrownBy(() -> say(struck, 2)).isInstanceOf(SocketTimeoutException.class);
      proxy.heal();
      struck.setSoTimeout(5_000);
      assertThatThrownBy(() -> struck.getInputStream().read())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
      assertThat(say(idle, 3)).isEqualTo(3);
    }
  }

  @Test
  void aCutIsAResetAndRefusingGoesOnUntilItIsHealed() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      proxy.cut();
      assertThatThrownBy(() -> say(socket, 2)).isInstanceOf(IOException.class);
    }
    proxy.refuse();
    try (Socket refused = connect()) {
      assertThatThrownBy(() -> say(refused, 3)).isInstanceOf(IOException.class);
    }
    proxy.heal();
    try (Socket socket = connect()) {
      assertThat(say(socket, 4)).isEqualTo(4);
    }
  }
}
