package app.rollingpaper.compose.bench;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * What the product would be if it sent every message to every reader by itself: a room on the same server and the same kind of
 * sockets, without anything else.
 */
final class SendPerMessageRoom {
  private final Set<CoreSession> members = ConcurrentHashMap.newKeySet();

  private SendPerMessageRoom() {}

  public static void main(String[] arguments) throws Exception {
    SendPerMessageRoom room = new SendPerMessageRoom();
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    WebSocketUpgradeHandler sockets = new WebSocketUpgradeHandler(new WebSocketComponents());
    sockets.addMapping("/", room.new Welcoming());
    server.setHandler(sockets);
    server.start();
    System.out.println(connector.getLocalPort());
  }

  private final class Welcoming extends WebSocketNegotiator.AbstractNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      return new Member();
    }
  }

  private final class Member implements FrameHandler {
    private @Nullable CoreSession session;

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      members.add(opened);
      callback.succeeded();
      opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      CoreSession open = Objects.requireNonNull(session, "frames come after the opening");
      if (frame.getOpCode() == OpCode.TEXT) {
        byte[] message = new byte[frame.getPayloadLength()];
        frame.getPayload().get(message);
        for (CoreSession member : members) {
          member.sendFrame(new Frame(OpCode.TEXT, ByteBuffer.wrap(message)), Callback.NOOP, false);
        }
      }
      callback.succeeded();
      if (frame.getOpCode() != OpCode.CLOSE) {
        open.demand();
      }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      if (session != null) {
        members.remove(session);
      }
      callback.succeeded();
    }
  }
}
