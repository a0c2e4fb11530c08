/** Which instances can answer at all. */
@NullMarked
package app.rollingpaper.gateway.health;

import org.jspecify.annotations.NullMarked;
