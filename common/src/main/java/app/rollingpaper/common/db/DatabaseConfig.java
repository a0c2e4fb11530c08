package app.rollingpaper.common.db;

import app.rollingpaper.common.config.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;

/**
 * Where a service's own data is and how much of it may be in use at once.
 *
 * @param url JDBC URL of a PostgreSQL database
 * @param user the service's own role
 * @param password the role's password
 * @param schema the schema that role owns
 * @param poolSize connections at most
 * @param connectTimeout how long a request waits for a connection before it is refused
 * @param startTimeout how long a starting service waits for the database
 */
public record DatabaseConfig(
    @NotNull @Pattern(regexp = "jdbc:postgresql:.*", message = "must begin with jdbc:postgresql:")
        String url,
    @NotBlank String user,
    @NotNull Secret password,
    @NotNull @Pattern(regexp = "[a-z_]{1,30}") String schema,
    @Min(1) @Max(100) int poolSize,
    @NotNull Duration connectTimeout,
    @NotNull Duration startTimeout) {}
