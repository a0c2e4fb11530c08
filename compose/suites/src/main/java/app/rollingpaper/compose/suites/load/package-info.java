/**
 * Load with constant arrivals: requests are sent when their time has come, whether or not earlier ones were answered, and
 * timed from then, so that a system that stalls is not asked less and is not flattered.
 */
@NullMarked
package app.rollingpaper.compose.suites.load;

import org.jspecify.annotations.NullMarked;
