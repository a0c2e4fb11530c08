package app.rollingpaper.common.event;

import org.jdbi.v3.core.Handle;

/**
 * What a service does when it is told of an event.
 *
 * <p>Whatever it writes through the handle is committed together with the note that the event was
 * handled, so it has effect once however often the event is delivered. What it does outside the
 * database may be repeated. It must not count on order beyond what {@link EventConsumer} promises,
 * and should be done well before the consumer's service has to stop.
 */
@FunctionalInterface
public interface EventHandler {
  /**
   * Handles one event within the transaction of the handle; must not commit or roll back itself.
   *
   * @throws Exception when it could not: everything written is rolled back and the event is tried
   *     again later
   */
  void handle(Handle handle, Event event) throws Exception;
}
