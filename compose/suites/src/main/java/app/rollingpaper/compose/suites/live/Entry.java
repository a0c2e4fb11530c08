package app.rollingpaper.compose.suites.live;

import java.util.List;

/**
 * An entry of the ledger.
 *
 * @param seq where it stands
 * @param c the client that sent it
 * @param n its number with that client
 * @param at when it was saved, as it was told
 * @param d what it changes
 */
public record Entry(long seq, String c, long n, Author author, String at, List<Mutation> d) {
  public Entry {
    d = List.copyOf(d);
  }
}
