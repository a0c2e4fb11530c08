/** Rules about who may touch what, for the tests of every module. */
@NullMarked
package app.rollingpaper.compose.walls;

import org.jspecify.annotations.NullMarked;
