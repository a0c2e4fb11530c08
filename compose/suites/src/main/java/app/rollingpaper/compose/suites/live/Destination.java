package app.rollingpaper.compose.suites.live;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a client goes each time it connects, and what it shows there. Must not wait for anything. */
public interface Destination {
  /** The socket's address, such as {@code ws://localhost:8080/ws/papers/ID}. */
  URI address();

  /**
   * The bearer token.
   *
   * @param fresh whether the one before was too old
   */
  String ticket(boolean fresh);

  /** Always the same server, with the same token. */
  static Destination of(String base, UUID paper, String token) {
    return inTurn(List.of(base), paper, token);
  }

  /** One server after the other, with the same token: for clients that nobody keeps at one instance. */
  static Destination inTurn(List<String> bases, UUID paper, String token) {
    List<URI> addresses =
        bases.stream()
            .map(base -> URI.create(base.replaceFirst("^http", "ws") + "/ws/papers/" + paper))
            .toList();
    AtomicInteger attempts = new AtomicInteger();
    return new Destination() {
      @Override
      public URI address() {
        return addresses.get(Math.floorMod(attempts.getAndIncrement(), addresses.size()));
      }

      @Override
      public String ticket(boolean fresh) {
        return token;
      }
    };
  }
}
