package app.rollingpaper.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;
import reactor.netty.NettyPipeline;

/** Which protocol a connection speaks is known at once without TLS, and with it only after the handshake. */
public final class SpokenProtocol {
  private SpokenProtocol() {}

  /** Does something with the connection as soon as its pipeline has a decoder of HTTP; never when it gets none. */
  public static void onceSettled(Channel channel, Consumer<Channel> then) {
    if (channel.pipeline().context(NettyPipeline.HttpCodec) == null) {
      channel.pipeline().addLast("handshake-end", new Handshake(then));
    } else {
      then.accept(channel);
    }
  }

  private static final class Handshake extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> then;

    Handshake(Consumer<Channel> then) {
      this.then = then;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent) {
        // After the others who act on this event have set the pipeline up.
        context.executor().execute(() -> settled(context.channel()));
      }
      context.fireUserEventTriggered(event);
    }

    private void settled(Channel channel) {
      if (channel.pipeline().context(NettyPipeline.HttpCodec) != null) {
        then.accept(channel);
      }
    }
  }
}
