/** A service as a program: its commands, its start and its end. */
@NullMarked
package app.rollingpaper.common.program;

import org.jspecify.annotations.NullMarked;
