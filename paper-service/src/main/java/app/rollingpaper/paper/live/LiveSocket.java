package app.rollingpaper.paper.live;

import app.rollingpaper.common.http.HttpServer;
import app.rollingpaper.common.http.Problem;
import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.ledger.Ledger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of a paper, {@code GET /ws/papers/{paper}}: who may open one, and frames in and out. It stands directly on
 * Jetty's frames, so that bytes made once go to every socket as they are and an idle socket holds no buffer.
 */
public final class LiveSocket implements HttpServer.Upgrades {
  private static final String PATH = "/ws/papers/";
  private static final String BEARER = "bearer ";

  private final Hubs hubs;
  private final Ledger ledger;
  private final Set<String> origins = new HashSet<>();
  private @Nullable WebSocketMappings mappings;

  public LiveSocket(Hubs hubs, Ledger ledger, URI publicUrl) {
    this.hubs = hubs;
    this.ledger = ledger;
    origins.add(origin(publicUrl));
    Arrays.stream(hubs.config().allowedOrigins().split(","))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .forEach(origin -> origins.add(origin(URI.create(origin))));
  }

  /** As browsers send it: without the port that belongs to the scheme. */
  private static String origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    boolean usual = url.getPort() < 0 || url.getPort() == (scheme.equals("https") ? 443 : 80);
    return scheme
        + "://"
        + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT)
        + (usual ? "" : ":" + url.getPort());
  }

  @Override
  public void prepare(Server server) {
    WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(server);
    // Compression would keep hundreds of kilobytes for each socket.
    components.getExtensionRegistry().unregister("permessage-deflate");
    mappings = new WebSocketMappings(components);
  }

  @Override
  public boolean serves(String path) {
    return path.startsWith(PATH);
  }

  @Override
  public void upgrade(Request request, Response response, Callback callback) {
    PaperId paper = paper(Request.getPathInContext(request).substring(PATH.length()));
    if (!"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))
        || !"GET".equals(request.getMethod())) {
      throw new Problem("upgrade-required", 426, "Only WebSockets are served here.").exception();
    }
    Principal caller = caller(request);
    if (!hubs.hasRoom()) {
      throw new Problem(
              "overloaded", 503, "This server has no room for another connection right now.")
          .with("retryAfter", 1)
          .exception();
    }
    WebSocketMappings sockets = mappings;
    if (sockets == null
        || !sockets.upgrade(
            new Negotiator(paper, caller), request, response, callback, customizer())) {
      throw new Problem("upgrade-required", 426, "This is not a WebSocket handshake of version 13.")
          .exception();
    }
  }

  private static PaperId paper(String id) {
    try {
      return PaperId.fromString(id);
    } catch (IllegalArgumentException notAnId) {
      throw new Problem("not-found", 404, "There is no such paper, or it is not yours to see.")
          .exception();
    }
  }

  /** Who asks, when a header says so. A page of another origin, which the browser names, is not let through. */
  private @Nullable Principal caller(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !origins.contains(origin.toLowerCase(Locale.ROOT))) {
      throw new Problem("foreign-origin", 403, "Pages of that origin may not connect.").exception();
    }
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (authorization == null) {
      if (origin == null) {
        throw new Problem("sign-in-required", 401, "Please sign in or open the paper by its link.")
            .exception();
      }
      return null;
    }
    Door.Caller caller =
        authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
            ? hubs.door().caller(authorization.substring(BEARER.length()).strip())
            : new Door.Caller.Unknown();
    return switch (caller) {
      case Door.Caller.Known known -> known.principal();
      case Door.Caller.Unknown _ ->
          throw new Problem("invalid-token", 401, "This sign-in has ended or is not valid.")
              .exception();
      case Door.Caller.CannotTell _ ->
          throw new Problem("keys-unavailable", 503, "Sign-ins cannot be checked right now.")
              .with("retryAfter", 1)
              .exception();
    };
  }

  private static Configuration.Customizer customizer() {
    Configuration.ConfigurationCustomizer customizer = new Configuration.ConfigurationCustomizer();
    // Silence and slowness are noticed by the connection, which can say so before it ends.
    customizer.setIdleTimeout(Duration.ZERO);
    customizer.setAutoFragment(true);
    customizer.setMaxFrameSize(0);
    customizer.setInputBufferSize(2_048);
    customizer.setOutputBufferSize(2_048);
    return customizer;
  }

  @Override
  public int open() {
    return hubs.sockets();
  }

  @Override
  public void release() throws InterruptedException {
    hubs.release();
  }

  /** Makes the socket of an accepted request. */
  private final class Negotiator extends WebSocketNegotiator.AbstractNegotiator {
    private final PaperId paper;
    private final @Nullable Principal caller;

    Negotiator(PaperId paper, @Nullable Principal caller) {
      this.paper = paper;
      this.caller = caller;
    }

    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      return new Socket(paper, caller);
    }
  }

  /** One open socket. */
  private final class Socket extends IteratingCallback implements FrameHandler, Wire {
    private static final byte[] NOTHING = {};

    private final PaperId paper;
    private final @Nullable Principal caller;
    private @Nullable CoreSession session;
    private @Nullable Connection connection;
    // The frame that is coming in.
    private byte[] gathered = NOTHING;
    private int size;
    private boolean tooLarge;

    Socket(PaperId paper, @Nullable Principal caller) {
      this.paper = paper;
      this.caller = caller;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      connection = hubs.connect(ledger, paper, caller, this);
      callback.succeeded();
      opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      CoreSession open = session;
      Connection client = connection;
      if (open == null || client == null) {
        callback.succeeded();
        return;
      }
      switch (frame.getOpCode()) {
        case OpCode.TEXT, OpCode.CONTINUATION -> {
          gather(frame);
          callback.succeeded();
          if (!frame.isFin()) {
            readOn(open);
            return;
          }
          ByteBuffer whole = ByteBuffer.wrap(gathered, 0, size);
          boolean fits = !tooLarge;
          gathered = NOTHING;
          size = 0;
          tooLarge = false;
          if (fits) {
            client.received(whole, () -> readOn(open));
          } else {
            client.close(Farewell.TOO_LARGE);
            readOn(open);
          }
        }
        case OpCode.PING -> {
          // The next frame is not read before the answer is gone.
          Frame pong = new Frame(OpCode.PONG, ByteBuffer.wrap(bytes(frame)));
          callback.succeeded();
          open.sendFrame(pong, Callback.from(() -> readOn(open), _ -> readOn(open)), false);
        }
        case OpCode.BINARY -> {
          callback.succeeded();
          client.close(Farewell.BAD_FRAME);
          readOn(open);
        }
        case OpCode.CLOSE -> callback.succeeded();
        default -> {
          callback.succeeded();
          readOn(open);
        }
      }
    }

    private void gather(Frame frame) {
      int more = frame.getPayloadLength();
      if (tooLarge || size + more > hubs.config().frameBytes()) {
        tooLarge = true;
        gathered = NOTHING;
        size = 0;
      } else if (more > 0) {
        if (size + more > gathered.length) {
          gathered =
              Arrays.copyOf(
                  gathered,
                  frame.isFin() ? size + more : Math.max(size + more, 2 * gathered.length));
        }
        frame.getPayload().get(gathered, size, more);
        size += more;
      }
    }

    private static void readOn(CoreSession open) {
      if (open.isInputOpen()) {
        open.demand();
      }
    }

    private static byte[] bytes(Frame frame) {
      byte[] bytes = new byte[frame.getPayloadLength()];
      if (bytes.length > 0) {
        frame.getPayload().get(bytes);
      }
      return bytes;
    }

    @Override
    public void wake() {
      iterate();
    }

    @Override
    public void cut() {
      CoreSession open = session;
      if (open != null) {
        open.abort();
      }
    }

    @Override
    protected Action process() {
      CoreSession open = session;
      Connection client = connection;
      if (open == null || client == null) {
        return Action.IDLE;
      }
      return switch (client.next()) {
        case null -> Action.IDLE;
        case Outgoing.Text text -> {
          open.sendFrame(new Frame(OpCode.TEXT, ByteBuffer.wrap(text.utf8())), this, false);
          yield Action.SCHEDULED;
        }
        case Outgoing.Close close -> {
          open.close(close.why().code(), "", Callback.NOOP);
          yield Action.SUCCEEDED;
        }
      };
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      cut();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      Connection client = connection;
      if (client != null) {
        client.ended();
      }
      callback.succeeded();
    }
  }
}
