/** The service that keeps papers and everything written on them. */
@NullMarked
package app.rollingpaper.paper;

import org.jspecify.annotations.NullMarked;
