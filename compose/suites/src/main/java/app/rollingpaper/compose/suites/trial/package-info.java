/** Trials: people write over sockets and HTTP while things break, and afterwards everything is compared with PostgreSQL. */
@NullMarked
package app.rollingpaper.compose.suites.trial;

import org.jspecify.annotations.NullMarked;
