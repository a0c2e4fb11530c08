package app.rollingpaper.gateway.route;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import reactor.netty.http.client.HttpClient;

/**
 * The {@code Origin} of a socket's handshake as the caller had it. The client's handshake makes one up where there is none,
 * and a service would take a program, which has none, for a page of a foreign origin.
 */
@Sharable
final class CallersOrigin extends ChannelOutboundHandlerAdapter {
  /** What stands for none until the handshake has been put together. */
  static final String NONE = "none";

  private static final String NAME = "callers-origin";

  private CallersOrigin() {}

  static HttpClient on(HttpClient client) {
    CallersOrigin handler = new CallersOrigin();
    return client.doOnChannelInit(
        (observer, channel, remote) -> channel.pipeline().addLast(NAME, handler));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpRequest request
        && NONE.equals(request.headers().get(HttpHeaderNames.ORIGIN))) {
      request.headers().remove(HttpHeaderNames.ORIGIN);
    }
    super.write(context, message, promise);
  }
}
