/** Runs the whole system on one machine: stores, instances of every service and the gateway, as processes. */
@NullMarked
package app.rollingpaper.compose.launcher;

import org.jspecify.annotations.NullMarked;
