/** The web page. */
@NullMarked
package app.rollingpaper.gateway.page;

import org.jspecify.annotations.NullMarked;
