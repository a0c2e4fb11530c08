package app.rollingpaper.user.session;

import app.rollingpaper.user.account.AccountId;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in that has not ended, on one device: a family of refresh tokens, each made from the one before.
 *
 * @param generation of the newest token, from 1
 * @param currentHash of the newest token
 * @param predecessor the token before it, from the second generation on
 * @param rotatedAt when the newest token took over
 * @param expiresAt unless it is refreshed before
 * @param endsAt whatever happens
 */
record Session(
    UUID id,
    AccountId account,
    long generation,
    byte[] currentHash,
    @Nullable Predecessor predecessor,
    Instant rotatedAt,
    Instant expiresAt,
    Instant endsAt) {

  /**
   * The token before the newest.
   *
   * @param salt makes the newest token of it
   */
  record Predecessor(byte[] hash, byte[] salt) {}

  boolean isCurrent(RefreshToken token) {
    return MessageDigest.isEqual(currentHash, token.ownHash());
  }

  boolean isPredecessor(RefreshToken token) {
    return predecessor != null && MessageDigest.isEqual(predecessor.hash(), token.ownHash());
  }

  @Override
  public String toString() {
    return "Session[" + id + " generation " + generation + "]";
  }
}
