package app.rollingpaper.paper.live;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;

/**
 * Where Redis is: {@code redis://host:port} or {@code rediss://…} for one server, {@code
 * redis-sentinel://host:port,host:port/master}, {@code redis-cluster://host:port,host:port}; each with {@code
 * user:password@} before the hosts where there is one.
 *
 * @param kind how the servers work together
 * @param hosts the server, the sentinels or some nodes of the cluster
 * @param master what the sentinels call it
 */
public record RedisAddress(
    Kind kind,
    Set<HostAndPort> hosts,
    @Nullable String user,
    @Nullable String password,
    @Nullable String master,
    boolean tls) {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 6_000;

  /** How the servers work together. */
  public enum Kind {
    /** There is one. */
    SINGLE,
    /** Sentinels know which one is the master. */
    SENTINEL,
    /** A cluster. */
    CLUSTER
  }

  /** Reads an address; an {@link IllegalArgumentException} says what is wrong, without showing it. */
  public static RedisAddress parse(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      throw new IllegalArgumentException("a Redis address begins with redis://");
    }
    String rest = url.substring(scheme + 3);
    int path = rest.indexOf('/');
    String name = path < 0 ? "" : rest.substring(path + 1);
    String authority = path < 0 ? rest : rest.substring(0, path);
    int at = authority.lastIndexOf('@');
    String login = at < 0 ? "" : authority.substring(0, at);
    Set<HostAndPort> hosts = new LinkedHashSet<>();
    for (String host : authority.substring(at + 1).split(",", -1)) {
      URI one = URI.create("redis://" + host);
      if (one.getHost() == null) {
        throw new IllegalArgumentException("a Redis address names its hosts as host:port");
      }
      hosts.add(new HostAndPort(one.getHost(), one.getPort() < 0 ? 6_379 : one.getPort()));
    }
    int colon = login.indexOf(':');
    String user = colon > 0 ? decoded(login.substring(0, colon)) : null;
    String password =
        colon >= 0 ? decoded(login.substring(colon + 1)) : login.isEmpty() ? null : decoded(login);
    return switch (url.substring(0, scheme)) {
      case "redis" -> new RedisAddress(Kind.SINGLE, hosts, user, password, null, false);
      case "rediss" -> new RedisAddress(Kind.SINGLE, hosts, user, password, null, true);
      case "redis-cluster" -> new RedisAddress(Kind.CLUSTER, hosts, user, password, null, false);
      case "redis-sentinel" -> {
        if (name.isEmpty()) {
          throw new IllegalArgumentException(
              "a redis-sentinel:// address ends with /name-of-the-master");
        }
        yield new RedisAddress(Kind.SENTINEL, hosts, user, password, name, false);
      }
      default ->
          throw new IllegalArgumentException(
              "a Redis address begins with redis://, rediss://, redis-sentinel:// or redis-cluster://");
    };
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** A client; fails when nobody is there. */
  UnifiedJedis connect() {
    DefaultJedisClientConfig.Builder settings =
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .blockingSocketTimeoutMillis(SILENCE_MILLIS)
            .user(user)
            .password(password)
            .clientName("paper-service");
    if (tls) {
      settings.sslOptions(SslOptions.defaults());
    }
    DefaultJedisClientConfig client = settings.build();
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(4);
    pool.setMaxIdle(2);
    pool.setJmxEnabled(false);
    pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
    return switch (kind) {
      case SINGLE ->
          RedisClient.builder()
              .hostAndPort(hosts.iterator().next())
              .clientConfig(client)
              .poolConfig(pool)
              .build();
      case SENTINEL ->
          RedisSentinelClient.builder()
              .masterName(master)
              .sentinels(hosts)
              .clientConfig(client)
              .sentinelClientConfig(
                  DefaultJedisClientConfig.builder()
                      .connectionTimeoutMillis(TIMEOUT_MILLIS)
                      .socketTimeoutMillis(TIMEOUT_MILLIS)
                      .build())
              .poolConfig(pool)
              .build();
      case CLUSTER ->
          RedisClusterClient.builder().nodes(hosts).clientConfig(client).poolConfig(pool).build();
    };
  }

  @Override
  public String toString() {
    return "RedisAddress[" + kind + " " + hosts + "]";
  }
}
