package app.rollingpaper.notification.inbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How much an inbox keeps.
 *
 * @param mostEntries of one person
 * @param retention how old an entry gets
 */
public record InboxConfig(@Min(1) @Max(10_000) int mostEntries, @NotNull Duration retention) {}
