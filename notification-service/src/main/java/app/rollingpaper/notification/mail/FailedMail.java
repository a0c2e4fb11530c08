package app.rollingpaper.notification.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A mail that was given up, for operators: nothing of what it says or to whom.
 *
 * @param id also the first part of its Message-ID
 * @param createdAt when it was written
 * @param attempts how often it was tried
 * @param reason why the last attempt failed
 */
public record FailedMail(UUID id, Instant createdAt, int attempts, String reason) {}
