/** Typed configuration: defaults in the jar, a file, then the environment; checked as a whole before anything starts. */
@NullMarked
package app.rollingpaper.common.config;

import org.jspecify.annotations.NullMarked;
