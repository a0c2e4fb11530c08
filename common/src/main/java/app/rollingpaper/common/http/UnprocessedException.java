package app.rollingpaper.common.http;

import org.jdbi.v3.core.ConnectionException;

/**
 * Ends a request of which nothing has been done: no connection to the database was to be had for the first thing it needed
 * one for. The answer says so, because such a request has not failed (RFC 9113, 8.7): whatever it asks for, it may be sent
 * to another instance.
 */
public final class UnprocessedException extends RuntimeException {
  /** The header of an answer that says so, a boolean of RFC 9651. It is between instances and the gateway. */
  public static final String HEADER = "Request-Unprocessed";

  /** The header's value in an answer that says so. */
  static final String TRUE = "?1";

  private static final long serialVersionUID = 1L;

  /**
   * @param none why there was no connection, in a request that has changed nothing before
   */
  public UnprocessedException(ConnectionException none) {
    super(none);
  }
}
