/** One embedded PostgreSQL, Redis and broker per test JVM, or real servers named by the environment. */
@NullMarked
package app.rollingpaper.compose.embedded.testing;

import org.jspecify.annotations.NullMarked;
