package app.rollingpaper.common.auth;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;

/**
 * Whose access tokens a service believes.
 *
 * @param jwksUrl where the signing keys are published
 * @param issuer the issuer that tokens must name
 * @param audience this service's name, which tokens must be meant for
 */
public record AuthConfig(
    @NotNull URI jwksUrl, @NotBlank String issuer, @NotBlank String audience) {}
