/** The whole service over HTTP, on real stores. */
@NullMarked
package app.rollingpaper.user;

import org.jspecify.annotations.NullMarked;
