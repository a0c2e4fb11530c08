/** The rules of accounts. */
@NullMarked
package app.rollingpaper.user.account;

import org.jspecify.annotations.NullMarked;
