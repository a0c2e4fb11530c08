package app.rollingpaper.user.session;

import app.rollingpaper.user.account.Account;
import app.rollingpaper.user.session.AccessTokens.AccessToken;
import java.time.Duration;

/**
 * What a signed-in browser is given.
 *
 * @param refresh the session's newest token
 * @param refreshLifetime how long that is good for
 */
record Credentials(
    Account account, AccessToken access, RefreshToken refresh, Duration refreshLifetime) {}
