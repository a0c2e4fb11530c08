/** The rules of signing keys. */
@NullMarked
package app.rollingpaper.user.key;

import org.jspecify.annotations.NullMarked;
