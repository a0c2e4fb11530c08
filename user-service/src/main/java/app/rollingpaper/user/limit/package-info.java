/** How often something may be tried, counted for all instances together. */
@NullMarked
package app.rollingpaper.user.limit;

import org.jspecify.annotations.NullMarked;
