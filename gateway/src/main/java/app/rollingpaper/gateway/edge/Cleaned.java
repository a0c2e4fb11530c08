package app.rollingpaper.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

  /** Made anew for each hop from what is sent. */
  private static final Set<String> FRAMING =
      Set.of("host", "content-length", "x-http2-stream-id", "x-http2-scheme", "x-http2-path");

  /** An instance that refuses says with it that nothing of the request was done, a boolean of RFC 9651. */
  public static final String UNPROCESSED = "request-unprocessed";

  private static final Set<String> NOT_THE_CALLERS = Set.of("server", "x-powered-by", UNPROCESSED);

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

  /** Adds the headers an upstream gets to see. The request id takes the place of whatever the caller sent as one. */
  public static void copyTowardsUpstream(HttpHeaders from, HttpHeaders to, String requestId) {
    List<String> nominated = nominated(from);
    Iterator<Map.Entry<CharSequence, CharSequence>> headers = from.iteratorCharSequence();
    while (headers.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = headers.next();
      String name = header.getKey().toString().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name)
          && !FRAMING.contains(name)
          && !nominated.contains(name)
          && !isClaim(name)) {
        to.add(header.getKey(), header.getValue());
      }
    }
    to.set(RequestId.HEADER, requestId);
  }

  /**
   * Adds the headers of an upstream's answer that go out; those which are there already stay as they are.
   *
   * @return the names of what was added
   */
  public static List<String> copyTowardsCaller(HttpHeaders from, HttpHeaders to) {
    List<String> nominated = nominated(from);
    List<String> added = new ArrayList<>();
    Iterator<Map.Entry<CharSequence, CharSequence>> headers = from.iteratorCharSequence();
    while (headers.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = headers.next();
      String name = header.getKey().toString().toLowerCase(Locale.ROOT);
      boolean again = added.contains(name);
      if (again
          || !NOT_THE_CALLERS.contains(name)
              && !HOP_BY_HOP.contains(name)
              && !nominated.contains(name)
              && !to.contains(name)) {
        to.add(header.getKey(), header.getValue());
        if (!again) {
          added.add(name);
        }
      }
    }
    if (!to.contains(HttpHeaderNames.CACHE_CONTROL)) {
      // Answers are somebody's own unless the service says otherwise.
      to.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      added.add(HttpHeaderNames.CACHE_CONTROL.toString());
    }
    return added;
  }

  private static List<String> nominated(HttpHeaders headers) {
    List<String> connection = headers.getAll(HttpHeaderNames.CONNECTION);
    return connection.isEmpty()
        ? connection
        : connection.stream()
            .flatMap(names -> Arrays.stream(names.split(",")))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .toList();
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
