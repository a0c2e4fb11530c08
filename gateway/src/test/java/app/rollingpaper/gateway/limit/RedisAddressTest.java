package app.rollingpaper.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D08")
final class RedisAddressTest {
  @Test
  void oneServer() {
    assertThat(RedisAddress.parse("rediss://me:p%40ss@here:7000/3"))
        .isEqualTo(
            new RedisAddress(
                RedisAddress.Kind.SINGLE,
                List.of(URI.create("rediss://me:p%40ss@here:7000/3")),
                ""));
    assertThat(RedisAddress.parse("redis://here").servers())
        .containsExactly(URI.create("redis://here:6379"));
  }

  @Test
  void sentinelsAndTheirMaster() {
    RedisAddress address = RedisAddress.parse("redis-sentinel://me:secret@one,[::1]:26380/primary");
    assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SENTINEL);
    assertThat(address.master()).isEqualTo("primary");
    assertThat(address.servers())
        .containsExactly(
            URI.create("redis://me:secret@one:26379"), URI.create("redis://me:secret@[::1]:26380"));
  }

  @Test
  void nodesOfACluster() {
    RedisAddress address = RedisAddress.parse("redis-cluster://one:7000,two");
    assertThat(address.kind()).isEqualTo(RedisAddress.Kind.CLUSTER);
    assertThat(address.servers())
        .containsExactly(URI.create("redis://one:7000"), URI.create("redis://two:6379"));
  }

  @Test
  void whoSignsInIsNotShown() {
    assertThat(RedisAddress.parse("redis://me:secret@here:7000"))
        .hasToString("RedisAddress[SINGLE [here:7000]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "http://secret@here",
        "redis://secret@",
        "redis://secret@one:1,two:2",
        "redis://secret@here/name",
        "redis://me:sec ret@here",
        "redis://secret@here:port",
        "redis-sentinel://secret@one:1,two:2",
        "redis-cluster://secret@one:1,"
      })
  void whatIsWrongIsSaidWithoutShowingIt(String url) {
    assertThatThrownBy(() -> RedisAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ")
        .hasMessageNotContaining("sec");
  }
}
