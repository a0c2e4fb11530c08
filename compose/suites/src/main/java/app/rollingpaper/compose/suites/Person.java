package app.rollingpaper.compose.suites;

import java.util.UUID;

/**
 * Somebody with a token: a signed-in account or a guest of one paper.
 *
 * @param author the id beside their notes
 * @param token what goes into {@code Authorization: Bearer}
 */
public record Person(String name, UUID author, String token) {
  @Override
  public String toString() {
    return name;
  }
}
