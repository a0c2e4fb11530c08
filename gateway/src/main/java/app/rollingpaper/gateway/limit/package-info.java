/** What the gateway takes on at once and within a time, and what it refuses so that the rest is served well. */
@NullMarked
package app.rollingpaper.gateway.limit;

import org.jspecify.annotations.NullMarked;
