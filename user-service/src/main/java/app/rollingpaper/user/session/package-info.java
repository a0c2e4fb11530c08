/** Sessions: signed access tokens for minutes, rotating refresh tokens for weeks. */
@NullMarked
package app.rollingpaper.user.session;

import org.jspecify.annotations.NullMarked;
