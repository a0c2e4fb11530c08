/** Accounts: who may sign in, and under which name others see them. */
@NullMarked
package app.rollingpaper.user.account;

import org.jspecify.annotations.NullMarked;
