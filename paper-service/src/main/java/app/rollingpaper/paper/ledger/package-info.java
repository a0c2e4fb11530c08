/** The one way in for changes: ordered, durable, each with effect at most once. */
@NullMarked
package app.rollingpaper.paper.ledger;

import org.jspecify.annotations.NullMarked;
