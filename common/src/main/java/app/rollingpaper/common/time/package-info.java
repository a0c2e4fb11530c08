/** Ids and the clock: the only places that read the time or make randomness. */
@NullMarked
package app.rollingpaper.common.time;

import org.jspecify.annotations.NullMarked;
