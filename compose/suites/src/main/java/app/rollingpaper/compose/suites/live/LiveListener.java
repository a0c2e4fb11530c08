package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a {@link LiveClient} tells, one thing after the other and in order. Must not wait for anything. */
public interface LiveListener {
  /** The connection has got somewhere; the close code where there is one, else 0. */
  default void status(LiveClient.Status status, int code) {}

  default void welcome(Welcome welcome) {}

  /** The replica was replaced by a whole paper. */
  default void snapshot(long epoch, long position) {}

  /** Entries that are new to the replica. */
  default void entries(long epoch, List<Entry> entries) {}

  /** An op went out, perhaps not for the first time. */
  default void sent(Outbox.Kept op, boolean again) {}

  /** An op of one's own has come back in the ledger. */
  default void saved(long n, Entry entry) {}

  /** An op was refused for good. */
  default void refused(Outbox.Kept op, String code) {}

  /** Ops were decided without this client having seen how; what was saved of them is in the ledger up to {@code head}. */
  default void decided(List<Outbox.Kept> ops, long head) {}

  /** Something on the live lane; a null node ends it. */
  default void live(String session, String key, JsonNode state) {}

  /** Who came, who went (sessions), how many there are in all. */
  default void presence(List<String> on, List<String> off, int count) {}

  /** The paper has taken a turn, or the store takes no writes ({@code readonly}). */
  default void state(String state) {}
}
