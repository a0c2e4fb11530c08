package app.rollingpaper.paper.board;

import app.rollingpaper.paper.access.PaperId;
import app.rollingpaper.paper.access.PaperState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A paper without what is written on it.
 *
 * @param zone in which its owner thinks of its times
 * @param anonymous whether notes may be written without a name
 * @param closesAt when writing is meant to end
 * @param deliverAt when the recipient is meant to get it
 * @param noteCount notes on it
 * @param version of its settings and its state
 */
public record Paper(
    PaperId id,
    UUID owner,
    String ownerName,
    String title,
    Recipient recipient,
    Occasion occasion,
    Theme theme,
    ZoneId zone,
    boolean anonymous,
    @Nullable Instant closesAt,
    @Nullable Instant deliverAt,
    PaperState state,
    int noteCount,
    long version,
    Instant createdAt,
    @Nullable Instant sealedAt,
    @Nullable Instant deliveredAt) {}
