/** The end of writing: sealing, delivering, cancelling. */
@NullMarked
package app.rollingpaper.paper.delivery;

import org.jspecify.annotations.NullMarked;
