/** The border to the outside: what comes in is cleaned, what goes out is stamped and written down. */
@NullMarked
package app.rollingpaper.gateway.edge;

import org.jspecify.annotations.NullMarked;
