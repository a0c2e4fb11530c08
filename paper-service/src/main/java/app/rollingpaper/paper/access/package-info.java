/** Who may do what on which paper, and while it is in which state. */
@NullMarked
package app.rollingpaper.paper.access;

import org.jspecify.annotations.NullMarked;
