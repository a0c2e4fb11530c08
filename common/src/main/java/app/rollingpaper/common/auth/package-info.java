/** Who is calling: access tokens verified against the published keys. */
@NullMarked
package app.rollingpaper.common.auth;

import org.jspecify.annotations.NullMarked;
