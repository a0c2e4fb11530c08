/** Sockets that cost so little that what is measured is the server: frames are counted, not parsed. */
@NullMarked
package app.rollingpaper.compose.bench.socket;

import org.jspecify.annotations.NullMarked;
