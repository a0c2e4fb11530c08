package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PortsTest {

  @Test
  void aPortSomebodyListensOnIsNotFree() throws IOException {
    for (InetAddress address :
        new InetAddress[] {InetAddress.getLoopbackAddress(), InetAddress.getByName("0.0.0.0")}) {
      for (boolean reuse : new boolean[] {true, false}) {
        int port = Ports.free();
        try (ServerSocket listening = new ServerSocket()) {
          listening.setReuseAddress(reuse);
          listening.bind(new InetSocketAddress(address, port));
          assertThat(Ports.isFree(port)).isFalse();
        }
        assertThat(Ports.isFree(port)).isTrue();
      }
    }
  }

  @Test
  void noPortIsGivenTwice() {
    Set<Integer> given = new HashSet<>();
    for (int count = 0; count < 500; count++) {
      assertThat(given.add(Ports.free())).isTrue();
    }
  }

  @Test
  void probingKeepsNobodyFromListening() throws IOException {
    int port = Ports.free();
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(listening.getLocalPort()).isEqualTo(port);
      }
    }
  }
}
