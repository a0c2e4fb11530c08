/** The one public address: routes, balances and protects, and serves the page. */
@NullMarked
package app.rollingpaper.gateway;

import org.jspecify.annotations.NullMarked;
