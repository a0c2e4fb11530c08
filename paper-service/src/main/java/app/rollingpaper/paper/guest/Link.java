package app.rollingpaper.paper.guest;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link that lets people in.
 *
 * @param secretHash by which it is recognised
 * @param maxUses people it lets in at most; null for any number
 * @param uses people it has let in
 */
record Link(
    UUID id,
    LinkKind kind,
    byte[] secretHash,
    @Nullable Integer maxUses,
    int uses,
    @Nullable Instant expiresAt,
    @Nullable Instant closedAt,
    Instant createdAt) {}
