/** Where a request goes, how often it is tried and how long that may take. */
@NullMarked
package app.rollingpaper.gateway.route;

import org.jspecify.annotations.NullMarked;
