/** What operators see: health, figures, instances. */
@NullMarked
package app.rollingpaper.gateway.admin;

import org.jspecify.annotations.NullMarked;
