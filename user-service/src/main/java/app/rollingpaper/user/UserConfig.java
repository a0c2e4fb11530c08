package app.rollingpaper.user;

import app.rollingpaper.common.auth.AuthConfig;
import app.rollingpaper.common.config.Profile;
import app.rollingpaper.common.db.DatabaseConfig;
import app.rollingpaper.common.event.AmqpConfig;
import app.rollingpaper.common.http.HttpConfig;
import app.rollingpaper.user.account.PasswordsConfig;
import app.rollingpaper.user.key.KeysConfig;
import app.rollingpaper.user.limit.RedisConfig;
import app.rollingpaper.user.session.SessionsConfig;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;

/**
 * The settings of the user service.
 *
 * @param profile how strict to be about secrets and stores
 * @param embeddedStores which stores the launcher brought along, separated by commas
 * @param publicUrl under which people know the whole system
 */
public record UserConfig(
    @NotNull Profile profile,
    @NotNull String embeddedStores,
    @NotNull URI publicUrl,
    @NotNull @Valid HttpConfig http,
    @NotNull @Valid DatabaseConfig database,
    @NotNull @Valid AmqpConfig amqp,
    @NotNull @Valid AuthConfig auth,
    @NotNull @Valid RedisConfig redis,
    @NotNull @Valid PasswordsConfig passwords,
    @NotNull @Valid SessionsConfig sessions,
    @NotNull @Valid KeysConfig keys) {}
