/** Papers themselves: for whom, why, until when. */
@NullMarked
package app.rollingpaper.paper.board;

import org.jspecify.annotations.NullMarked;
