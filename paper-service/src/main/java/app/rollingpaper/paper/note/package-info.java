/** Notes as plain resources, written through the ledger. */
@NullMarked
package app.rollingpaper.paper.note;

import org.jspecify.annotations.NullMarked;
