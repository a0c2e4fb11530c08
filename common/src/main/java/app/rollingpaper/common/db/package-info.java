/** A service's own database: its pool, its schema, its migrations. */
@NullMarked
package app.rollingpaper.common.db;

import org.jspecify.annotations.NullMarked;
