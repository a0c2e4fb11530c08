/**
 * A client of the live protocol that behaves as the page's does: an outbox, a replica, and a connection that comes back by
 * itself. For programs with hundreds of them.
 */
@NullMarked
package app.rollingpaper.compose.suites.live;

import org.jspecify.annotations.NullMarked;
