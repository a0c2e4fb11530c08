package app.rollingpaper.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

class NextTurnTest {
  private static final int NONE = -1;
  private static final int ROUNDS = 20;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final byte[] SOMETHING = {1};
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What is heard of the connection before, while it is closed already. */
  enum Ending {
    MORE {
      @Override
      void of(Socket peer) throws IOException {
        peer.getOutputStream().write(SOMETHING);
      }
    },
    THE_END {
      @Override
      void of(Socket peer) throws IOException {
        peer.close();
      }
    };

    abstract void of(Socket peer) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  @Tag("G03")
  void aNewConnectionHearsNothingOfTheOneThatHadItsNumberBefore(Ending ending) throws Exception {
    assumeTrue(Epoll.isAvailable(), "skipped: no epoll");
    LoopResources loops = LoopResources.create("next-turn", 1, true);
    try {
      boolean reused = false;
      // Now and then somebody else in this process has let a lower number go.
      for (int round = 0; round < ROUNDS && !reused; round++) {
        reused = isReused(loops, ending);
      }
      assertThat(reused).as("a new connection had the number of the one before").isTrue();
    } finally {
      loops.disposeLater().block();
    }
  }

  /** Whether the connection that is asked for while another is closed has its number; that it works is asserted. */
  private static boolean isReused(LoopResources loops, Ending ending) throws Exception {
    EventLoop loop = loops.onClient(true).next();
    AtomicInteger number = new AtomicInteger(NONE);
    HttpClient client =
        HttpClient.create(ConnectionProvider.newConnection())
            .runOn(loops)
            .disableRetry(true)
            .doOnChannelInit((observer, channel, address) -> number.set(number(channel)));
    CompletableFuture<Integer> status = new CompletableFuture<>();
    try (ServerSocket peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      peer.setSoTimeout(PATIENCE_MILLIS);
      String url = "http://127.0.0.1:" + peer.getLocalPort() + "/";
      Channel second = connect(loop, peer, () -> {});
      int before = number(second);
      try (Socket toSecond = peer.accept()) {
        Channel first =
            connect(
                loop,
                peer,
                () -> {
                  second.close();
                  NextTurn.on(loop, client.get().uri(url).response())
                      .map(response -> response.status().code())
                      .subscribe(status::complete, status::completeExceptionally);
                });
        try (Socket toFirst = peer.accept()) {
          // Both are heard of in one turn: what the first hears ends the second.
          CountDownLatch written = new CountDownLatch(1);
          loop.execute(() -> await(written));
          toFirst.getOutputStream().write(SOMETHING);
          ending.of(toSecond);
          written.countDown();
          try (Socket third = peer.accept()) {
            third.getOutputStream().write(ANSWER);
            assertThat(status.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(200);
          }
        }
        first.close().sync();
      }
      return number.get() == before;
    }
  }

  private static Channel connect(EventLoop loop, ServerSocket peer, Runnable heard)
      throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(EpollSocketChannel.class)
        .handler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object data) {
                ReferenceCountUtil.release(data);
                heard.run();
              }
            })
        .connect(peer.getLocalSocketAddress())
        .sync()
        .channel();
  }

  private static int number(Channel channel) {
    return ((UnixChannel) channel).fd().intValue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
