package app.rollingpaper.gateway.limit;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Where Redis is, in the forms that services take too: {@code redis://host:port/database} or {@code rediss://…} for one
 * server, {@code redis-sentinel://host:port,host:port/master}, {@code redis-cluster://host:port,host:port}; each with {@code
 * user:password@} before the hosts where there is one.
 *
 * @param kind how the servers work together
 * @param servers the server, the sentinels or some nodes of the cluster, each as the URL of a single one
 * @param master what the sentinels call it; empty without them
 */
public record RedisAddress(Kind kind, List<URI> servers, String master) {
  private static final Pattern FORM =
      Pattern.compile("(rediss?|redis-sentinel|redis-cluster)://(.*@)?([^/@]+)(?:/(.*))?");

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
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must begin with redis://, rediss://, redis-sentinel:// or redis-cluster:// and name its hosts");
    }
    String login = form.group(2) == null ? "" : form.group(2);
    String hosts = form.group(3);
    String path = form.group(4) == null ? "" : form.group(4);
    return switch (form.group(1)) {
      case "redis-cluster" ->
          new RedisAddress(Kind.CLUSTER, servers("redis://" + login, hosts, PORT, ""), "");
      case "redis-sentinel" -> {
        if (path.isEmpty()) {
          throw new IllegalArgumentException("must end with /name-of-the-master");
        }
        yield new RedisAddress(
            Kind.SENTINEL, servers("redis://" + login, hosts, SENTINEL_PORT, ""), path);
      }
      default -> {
        if (hosts.contains(",") || !path.matches("\\d{0,4}")) {
          throw new IllegalArgumentException("must be host:port/number-of-the-database");
        }
        String database = path.isEmpty() ? "" : "/" + path;
        yield new RedisAddress(
            Kind.SINGLE, servers(form.group(1) + "://" + login, hosts, PORT, database), "");
      }
    };
  }

  private static List<URI> servers(String before, String hosts, int usualPort, String after) {
    return Arrays.stream(hosts.split(",", -1))
        .map(host -> host.contains(":") ? host : host + ":" + usualPort)
        .map(host -> server(before + host + after))
        .toList();
  }

  private static URI server(String url) {
    try {
      URI server = new URI(url);
      if (server.getHost() != null && server.getPort() > 0) {
        return server;
      }
      throw new IllegalArgumentException("must name its hosts as host:port");
    } catch (URISyntaxException unreadable) {
      throw new IllegalArgumentException(
          "must name its hosts as host:port, and a password with %XX for what is no letter",
          unreadable);
    }
  }

  /**
   * A client, which may fail at once when nobody is there, or only when it is used.
   *
   * @param connections at most
   * @param timeout of connecting, of an answer, and of waiting for a connection
   * @throws JedisException when nobody is there
   */
  UnifiedJedis connect(int connections, Duration timeout) {
    int millis = (int) timeout.toMillis();
    DefaultJedisClientConfig client =
        DefaultJedisClientConfig.builder(servers.getFirst())
            .timeoutMillis(millis)
            .clientName("gateway")
            .build();
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(timeout);
    return switch (kind) {
      case SINGLE ->
          RedisClient.builder()
              .hostAndPort(hosts().iterator().next())
              .clientConfig(client)
              .poolConfig(pool)
              .build();
      case SENTINEL ->
          RedisSentinelClient.builder()
              .masterName(master)
              .sentinels(hosts())
              .clientConfig(client)
              .sentinelClientConfig(
                  DefaultJedisClientConfig.builder().timeoutMillis(millis).build())
              .poolConfig(pool)
              .build();
      case CLUSTER ->
          RedisClusterClient.builder().nodes(hosts()).clientConfig(client).poolConfig(pool).build();
    };
  }

  private Set<HostAndPort> hosts() {
    return servers.stream().map(JedisURIHelper::getHostAndPort).collect(Collectors.toSet());
  }

  /** Without who signs in. */
  @Override
  public String toString() {
    return "RedisAddress[" + kind + " " + hosts() + "]";
  }
}
