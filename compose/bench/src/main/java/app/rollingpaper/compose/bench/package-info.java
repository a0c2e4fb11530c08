/** Benches: each starts the real system, loads it from this process and prints what it saw beside what was aimed at. */
@NullMarked
package app.rollingpaper.compose.bench;

import org.jspecify.annotations.NullMarked;
