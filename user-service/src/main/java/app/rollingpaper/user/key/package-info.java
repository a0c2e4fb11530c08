/** The keys that sign access tokens, and their publication. */
@NullMarked
package app.rollingpaper.user.key;

import org.jspecify.annotations.NullMarked;
