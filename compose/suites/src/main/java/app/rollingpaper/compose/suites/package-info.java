/**
 * What the suites let loose on the running system: people, writers that remember what was acknowledged to them, a nemesis
 * that kills processes, and a checker that reads everything back.
 */
@NullMarked
package app.rollingpaper.compose.suites;

import org.jspecify.annotations.NullMarked;
