/** Which instance answers a request. */
@NullMarked
package app.rollingpaper.gateway.balance;

import org.jspecify.annotations.NullMarked;
