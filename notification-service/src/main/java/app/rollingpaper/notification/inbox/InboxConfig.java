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
 * @param followers how many may follow their inboxes at once, on one instance
 * @param followersPerPerson how many of them may be one person
 * @param heartbeat how long a stream is silent at most
 */
public record InboxConfig(
    @Min(1) @Max(10_000) int mostEntries,
    @NotNull Duration retention,
    @Min(1) int followers,
    @Min(1) int followersPerPerson,
    @NotNull Duration heartbeat) {}
