package app.rollingpaper.common.redis;

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
import redis.clients.jedis.exceptions.JedisException;

/**
 * Where Redis is: {@code redis://host:port/database} or {@code rediss://…} for one server, {@code
 * redis-sentinel://host:port,host:port/master}, {@code redis-cluster://host:port,host:port}; each with {@code
 * user:password@} before the hosts where there is one.
 *
 * @param kind how the servers work together
 * @param hosts the server, the sentinels or some nodes of the cluster
 * @param master what the sentinels call it
 * @param database of a single server
 */
public record RedisAddress(
    Kind kind,
    Set<HostAndPort> hosts,
    @Nullable String user,
    @Nullable String password,
    @Nullable String master,
    int database,
    boolean tls) {
  private static final int SILENCE_MILLIS = 6_000;
  private static final int PORT = 6_379;
  private static final int SENTINEL_PORT = 26_379;

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
    int usualPort = url.startsWith("redis-sentinel:") ? SENTINEL_PORT : PORT;
    Set<HostAndPort> hosts = new LinkedHashSet<>();
    for (String host : authority.substring(at + 1).split(",", -1)) {
      URI one = URI.create("redis://" + host);
      if (one.getHost() == null) {
        throw new IllegalArgumentException("a Redis address names its hosts as host:port");
      }
      hosts.add(new HostAndPort(one.getHost(), one.getPort() < 0 ? usualPort : one.getPort()));
    }
    int colon = login.indexOf(':');
    String user = colon > 0 ? decoded(login.substring(0, colon)) : null;
    String password =
        colon >= 0 ? decoded(login.substring(colon + 1)) : login.isEmpty() ? null : decoded(login);
    return switch (url.substring(0, scheme)) {
      case "redis" ->
          new RedisAddress(Kind.SINGLE, hosts, user, password, null, database(name), false);
      case "rediss" ->
          new RedisAddress(Kind.SINGLE, hosts, user, password, null, database(name), true);
      case "redis-cluster" -> new RedisAddress(Kind.CLUSTER, hosts, user, password, null, 0, false);
      case "redis-sentinel" -> {
        if (name.isEmpty()) {
          throw new IllegalArgumentException(
              "a redis-sentinel:// address ends with /name-of-the-master");
        }
        yield new RedisAddress(Kind.SENTINEL, hosts, user, password, name, 0, false);
      }
      default ->
          throw new IllegalArgumentException(
              "a Redis address begins with redis://, rediss://, redis-sentinel:// or redis-cluster://");
    };
  }

  private static int database(String name) {
    try {
      return name.isEmpty() ? 0 : Integer.parseUnsignedInt(name);
    } catch (NumberFormatException unknown) {
      throw new IllegalArgumentException(
          "a Redis address ends with /number-of-the-database", unknown);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * A client, which may fail at once when nobody is there, or only when it is used.
   *
   * @param name as Redis tells its operators
   * @param connections at most
   * @param timeout of connecting, of an answer, and of waiting for a connection
   * @throws JedisException when nobody is there
   */
  public UnifiedJedis connect(String name, int connections, Duration timeout) {
    int millis = (int) timeout.toMillis();
    DefaultJedisClientConfig.Builder settings =
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .blockingSocketTimeoutMillis(SILENCE_MILLIS)
            .user(user)
            .password(password)
            .database(database)
            .clientName(name);
    if (tls) {
      settings.sslOptions(SslOptions.defaults());
    }
    DefaultJedisClientConfig client = settings.build();
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setJmxEnabled(false);
    pool.setMaxWait(timeout);
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
                      .connectionTimeoutMillis(millis)
                      .socketTimeoutMillis(millis)
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
