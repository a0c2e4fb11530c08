/** PostgreSQL, Redis, an AMQP 0-9-1 broker and a mailbox that need nothing installed, as children of one JVM. */
@NullMarked
package app.rollingpaper.compose.embedded;

import org.jspecify.annotations.NullMarked;
