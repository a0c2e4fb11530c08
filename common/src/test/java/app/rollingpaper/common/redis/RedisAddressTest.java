package app.rollingpaper.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D08")
class RedisAddressTest {
  @Test
  void oneServerSentinelsAndAClusterAreToldApartByTheScheme() {
    RedisAddress one = RedisAddress.parse("redis://cache");
    assertThat(one.kind()).isEqualTo(RedisAddress.Kind.SINGLE);
    assertThat(one.hosts()).hasToString("[cache:6379]");
    assertThat(RedisAddress.parse("rediss://u:p%40ss@cache:6380/0"))
        .extracting(RedisAddress::tls, RedisAddress::user, RedisAddress::password)
        .containsExactly(true, "u", "p@ss");
    assertThat(RedisAddress.parse("redis://cache/3").database()).isEqualTo(3);
    RedisAddress sentinels = RedisAddress.parse("redis-sentinel://:secret@one,two:26380/mymaster");
    assertThat(sentinels)
        .extracting(RedisAddress::kind, RedisAddress::master, RedisAddress::password)
        .containsExactly(RedisAddress.Kind.SENTINEL, "mymaster", "secret");
    assertThat(sentinels.hosts()).hasToString("[one:26379, two:26380]");
    RedisAddress cluster = RedisAddress.parse("redis-cluster://one:7000,two:7001,three:7002");
    assertThat(cluster.kind()).isEqualTo(RedisAddress.Kind.CLUSTER);
    assertThat(cluster.hosts()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "http://cache",
        "redis://",
        "redis://cache/first",
        "redis-sentinel://one:26379",
        "redis://a:b:c"
      })
  void whatIsNoAddressIsRefusedWithoutShowingIt(String address) {
    assertThatThrownBy(() -> RedisAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsSecretIsNotShown() {
    assertThat(RedisAddress.parse("redis://u:secret@cache").toString()).doesNotContain("secret");
  }
}
