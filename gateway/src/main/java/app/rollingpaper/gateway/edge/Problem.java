package app.rollingpaper.gateway.edge;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the gateway's own that is not the one asked for, as RFC 9457 has it. Thrown to end a request; it is an
 * outcome and not a bug, so it carries no stack trace.
 */
public final class Problem extends RuntimeException {
  private static final String TYPES = "https://rollingpaper.app/problems/";

  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final String slug;
  private final String title;
  private final int retryAfterSeconds;
  private final List<String> allowed;

  private Problem(
      int status,
      String slug,
      String title,
      int retryAfterSeconds,
      List<String> allowed,
      @Nullable Throwable cause) {
    super(slug, cause, false, false);
    this.status = status;
    this.slug = slug;
    this.title = title;
    this.retryAfterSeconds = retryAfterSeconds;
    this.allowed = allowed;
  }

  public static Problem notFound() {
    return of(404, "not-found", "There is nothing here");
  }

  public static Problem methodNotAllowed(List<String> allowed) {
    return new Problem(
        405, "method-not-allowed", "This cannot be done here", 0, List.copyOf(allowed), null);
  }

  public static Problem tooLarge() {
    return of(413, "too-large", "The request is larger than allowed");
  }

  /** No instance could be reached; nothing of the request has been done. */
  public static Problem unavailable(@Nullable Throwable cause) {
    return new Problem(
        503, "unavailable", "The service cannot be reached right now", 1, List.of(), cause);
  }

  /** An instance took the request and was gone before it answered. */
  public static Problem badGateway(@Nullable Throwable cause) {
    return new Problem(
        502, "bad-gateway", "The service did not answer properly", 1, List.of(), cause);
  }

  public static Problem timeout(@Nullable Throwable cause) {
    return new Problem(504, "timeout", "The service took too long to answer", 0, List.of(), cause);
  }

  /** More is being done than can be done well; nothing of the request has been done. */
  public static Problem overloaded(int retryAfterSeconds) {
    return new Problem(
        503, "overloaded", "There is too much to do right now", retryAfterSeconds, List.of(), null);
  }

  /** The caller's address has asked for this too often. */
  public static Problem tooMany(int retryAfterSeconds) {
    return new Problem(
        429, "too-many-requests", "Too many requests", retryAfterSeconds, List.of(), null);
  }

  public static Problem internal(@Nullable Throwable cause) {
    return new Problem(500, "internal", "Something went wrong", 0, List.of(), cause);
  }

  /** An upstream's refusal of which only the status is known. */
  public static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> of(400, "bad-request", "The request cannot be understood");
      case 401 -> of(401, "unauthenticated", "Sign in first");
      case 403 -> of(403, "forbidden", "This is not allowed");
      case 404 -> notFound();
      case 413 -> tooLarge();
      case 414 -> of(414, "address-too-long", "The address is longer than allowed");
      case 426 -> of(426, "upgrade-required", "This address speaks WebSocket only");
      case 429 -> tooMany(1);
      case 431 -> of(431, "headers-too-large", "The headers are larger than allowed");
      case 503 -> unavailable(null);
      case 504 -> timeout(null);
      default ->
          status >= 400 && status < 500
              ? of(status, "refused", "The request was refused")
              : badGateway(null);
    };
  }

  private static Problem of(int status, String slug, String title) {
    return new Problem(status, slug, title, 0, List.of(), null);
  }

  public int status() {
    return status;
  }

  /** Whether it says that the service itself could not be reached or did not answer. */
  public boolean isOfTheService() {
    return switch (slug) {
      case "unavailable", "bad-gateway", "timeout" -> true;
      default -> false;
    };
  }

  /** Seconds after which another try makes sense; 0 when waiting does not help. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** The methods that would have been accepted; empty when the method was not the matter. */
  List<String> allowed() {
    return allowed;
  }

  /** The document. Every part is a constant of this class or a checked request id, so nothing needs escaping. */
  String json(String requestId) {
    return "{\"type\":\""
        + TYPES
        + slug
        + "\",\"title\":\""
        + title
        + "\",\"status\":"
        + status
        + ",\"requestId\":\""
        + requestId
        + "\"}";
  }
}
