/** Which instances there are. */
@NullMarked
package app.rollingpaper.gateway.discovery;

import org.jspecify.annotations.NullMarked;
