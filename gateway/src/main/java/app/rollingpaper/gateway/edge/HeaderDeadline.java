package app.rollingpaper.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose request line and headers take too long to arrive: whoever sends a byte at a time would otherwise
 * never be idle and hold the connection for ever. Looks a few times within the deadline instead of setting an alarm for each
 * request. Lives on the connection's event loop.
 */
public final class HeaderDeadline extends ChannelInboundHandlerAdapter {
  private static final int LOOKS = 4;

  private final long nanos;
  private boolean waiting;
  private long since;

  private HeaderDeadline(Duration deadline) {
    this.nanos = deadline.toNanos();
  }

  /**
   * Watches a connection that speaks HTTP. Over HTTP/2 the decoder brings forth whole frames, and headers in several frames as
   * one: each has as long as the headers of HTTP/1.1.
   */
  public static void watch(Channel channel, Duration deadline) {
    ChannelPipeline pipeline = channel.pipeline();
    HeaderDeadline watch = new HeaderDeadline(deadline);
    pipeline.addBefore(NettyPipeline.HttpCodec, "header-deadline", watch);
    pipeline.addAfter(NettyPipeline.HttpCodec, "header-arrival", watch.new Arrival());
    watch.begin();
    watch.look(channel);
  }

  private void begin() {
    waiting = true;
    since = System.nanoTime();
  }

  private void look(Channel channel) {
    if (!channel.isOpen()) {
      return;
    }
    if (waiting && System.nanoTime() - since > nanos) {
      channel.close();
      return;
    }
    channel.eventLoop().schedule(() -> look(channel), nanos / LOOKS, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (!waiting) {
      begin();
    }
    context.fireChannelRead(bytes);
  }

  /** Behind the decoder: what has arrived there is a request. */
  private final class Arrival extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      waiting = false;
      context.fireChannelRead(message);
    }
  }
}
