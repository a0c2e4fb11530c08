package app.rollingpaper.paper;

import app.rollingpaper.common.auth.AuthConfig;
import app.rollingpaper.common.config.Profile;
import app.rollingpaper.common.config.Secret;
import app.rollingpaper.common.db.DatabaseConfig;
import app.rollingpaper.common.event.AmqpConfig;
import app.rollingpaper.common.http.HttpConfig;
import app.rollingpaper.paper.live.LiveConfig;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The settings of paper-service; {@code defaults.conf} shows each with its default.
 *
 * @param publicUrl the one address that clients know
 */
public record PaperConfig(
    @NotNull Profile profile,
    @NotNull String embeddedStores,
    @NotNull URI publicUrl,
    @NotNull @Valid HttpConfig http,
    @NotNull @Valid DatabaseConfig database,
    @NotNull @Valid AmqpConfig amqp,
    @NotNull @Valid Redis redis,
    @NotNull @Valid AuthConfig auth,
    @NotNull @Valid CapabilitiesConfig capabilities,
    @NotNull @Valid Limits limits,
    @NotNull @Valid LiveConfig live,
    @NotNull @Valid ClockConfig clock) {

  /**
   * Where Redis is.
   *
   * @param url {@code redis://host:port}, {@code rediss://…}, {@code redis-sentinel://host:port,…/master} or {@code
   *     redis-cluster://host:port,…}
   */
  public record Redis(@NotNull Secret url) {}

  /**
   * How links and guests are given their secrets.
   *
   * @param key at least 32 characters; with another key the links that are out go on working but cannot be shown again
   */
  public record CapabilitiesConfig(@NotNull Secret key) {
    private static final int SHORTEST = 32;

    @AssertTrue(message = "key must have at least 32 characters")
    boolean isLongEnough() {
      return key == null || key.reveal().length() >= SHORTEST;
    }
  }

  /**
   * Sealing and delivering at their times.
   *
   * @param pause between two looks for what is due
   */
  public record ClockConfig(
      @NotNull @DurationMin(millis = 10) @DurationMax(minutes = 1) Duration pause) {}

  /** How much there may be of everything. */
  public record Limits(
      @Min(1) int notesPerPaper,
      @Min(1) int textBytesPerPaper,
      @Min(1) int waitingOpsPerPaper,
      @Min(1) int linksPerPaper,
      @Min(1) int guestsPerPaper,
      @Min(1) int papersPerOwner) {}
}
