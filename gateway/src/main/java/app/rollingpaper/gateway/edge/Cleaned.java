package app.rollingpaper.gateway.edge;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** What of a request's or an answer's headers crosses the gateway. */
public final class Cleaned {
  /** Meant for one connection only (RFC 9110, 7.6.1), or settled between us and the caller. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect");

  /** Names under which other systems say who a caller is or where a request came from. Only services may say that. */
  private static final List<String> CLAIMS =
      List.of(
          "x-user",
          "x-auth",
          "x-forwarded",
          "x-real-ip",
          "x-internal",
          "x-original",
          "x-rewrite",
          "x-remote",
          "x-client-ip",
          "x-cluster-client",
          "x-envoy",
          "x-consumer",
          "x-credential",
          "x-account",
          "x-identity",
          "x-principal",
          "x-role",
          "x-http-method",
          "x-method-override",
          "x-forwarder",
          "x-proxyuser",
          "x-ssl",
          "x-tenant",
          "x-admin",
          "x-guest");

  private static final Set<String> CLAIMS_BY_NAME =
      Set.of(
          "forwarded",
          "true-client-ip",
          "client-ip",
          "cf-connecting-ip",
          "fastly-client-ip",
          "remote-user",
          "via");

  private Cleaned() {}

  /** The headers an upstream gets to see. The request id takes the place of whatever the caller sent as one. */
  public static HttpHeaders towardsUpstream(HttpHeaders incoming, String requestId) {
    List<String> nominated = nominated(incoming);
    HttpHeaders outgoing = new HttpHeaders();
    for (Map.Entry<String, List<String>> header : incoming.headerSet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name) && !nominated.contains(name) && !isClaim(name)) {
        outgoing.put(header.getKey(), header.getValue());
      }
    }
    outgoing.set(RequestId.HEADER, requestId);
    return outgoing;
  }

  /** The headers of an upstream's answer that go out; those which the gateway has already set stay the gateway's. */
  public static HttpHeaders towardsCaller(HttpHeaders answered, HttpHeaders alreadySet) {
    List<String> nominated = nominated(answered);
    HttpHeaders outgoing = new HttpHeaders();
    for (Map.Entry<String, List<String>> header : answered.headerSet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      boolean ours =
          name.equals("server") || name.equals("x-powered-by") || alreadySet.containsHeader(name);
      if (!ours && !HOP_BY_HOP.contains(name) && !nominated.contains(name)) {
        outgoing.put(header.getKey(), header.getValue());
      }
    }
    if (!outgoing.containsHeader(HttpHeaders.CACHE_CONTROL)) {
      // Answers are somebody's own unless the service says otherwise.
      outgoing.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    return outgoing;
  }

  private static List<String> nominated(HttpHeaders headers) {
    List<String> connection = headers.getConnection();
    return connection.isEmpty()
        ? connection
        : connection.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  private static boolean isClaim(String name) {
    // Some servers read X_User as X-User.
    String plain = name.indexOf('_') < 0 ? name : name.replace('_', '-');
    if (CLAIMS_BY_NAME.contains(plain)) {
      return true;
    }
    return plain.startsWith("x-") && CLAIMS.stream().anyMatch(plain::startsWith);
  }
}
