/** Checks of what comes from outside. */
@NullMarked
package app.rollingpaper.common.constraint;

import org.jspecify.annotations.NullMarked;
