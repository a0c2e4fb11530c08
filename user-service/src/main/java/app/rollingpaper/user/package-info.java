/** The user service: accounts, sessions and the keys that sign them. */
@NullMarked
package app.rollingpaper.user;

import org.jspecify.annotations.NullMarked;
