package app.rollingpaper.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import reactor.netty.NettyPipeline;

/**
 * Says what is wrong with a request that the decoder cannot read: a malformed line, two lengths, headers beyond their limit.
 * It never becomes a request that the {@link Edge} could answer, and the server's own answer to it has no body.
 */
public final class UnreadableRequest extends ChannelOutboundHandlerAdapter {
  private static final int FIRST_ERROR = 400;

  private UnreadableRequest() {}

  /** Explains the refusals on a connection that speaks HTTP/1.1. */
  public static void explainOn(Channel channel) {
    channel
        .pipeline()
        .addAfter(NettyPipeline.HttpCodec, "unreadable-request", new UnreadableRequest());
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof FullHttpResponse refusal && isBare(refusal)) {
      ByteBuf body = explain(refusal);
      refusal.release();
      context.write(refusal.replace(body), promise);
    } else {
      context.write(message, promise);
    }
  }

  /** Every answer of the edge's has a request id. */
  private static boolean isBare(FullHttpResponse answer) {
    return answer.status().code() >= FIRST_ERROR
        && !answer.content().isReadable()
        && !answer.headers().contains(RequestId.HEADER);
  }

  private static ByteBuf explain(FullHttpResponse refusal) {
    String requestId = RequestId.of(null);
    String document = Problem.ofStatus(refusal.status().code()).json(requestId);
    ByteBuf body = Unpooled.copiedBuffer(document, StandardCharsets.UTF_8);
    HttpHeaders headers = refusal.headers();
    headers.set(RequestId.HEADER, requestId);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    return body;
  }
}
