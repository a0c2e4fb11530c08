package app.rollingpaper.notification.inbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person is told, as the API shows it.
 *
 * @param id sorts by arrival
 * @param kind what happened
 * @param paperId to which paper
 * @param title the paper's title when it happened
 * @param at when it happened
 * @param readAt when the person had read it
 */
public record Entry(
    UUID id, EntryKind kind, UUID paperId, String title, Instant at, @Nullable Instant readAt) {}
