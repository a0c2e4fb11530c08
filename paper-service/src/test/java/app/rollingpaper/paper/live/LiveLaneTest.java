package app.rollingpaper.paper.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.http.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The newest wins; nothing piles up. */
@Tag("L03")
class LiveLaneTest {
  private final LiveLane lane =
      new LiveLane(new Frames(Json.mapper(), new Frames.Limits(1, 1, 1, 1, 1, 1, 1), 25, "test"));

  private boolean show(String session, String key, long stamp, String state) {
    return lane.show(
        session,
        key,
        stamp,
        true,
        state == null ? null : state.getBytes(StandardCharsets.UTF_8),
        stamp);
  }

  private String read(long position, String reader) {
    byte[] bytes = lane.after(position, reader).bytes();
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void aReaderWhoComesLateSeesOnlyTheNewest() {
    for (int i = 1; i <= 1_000; i++) {
      show("a", "cursor", i, "{\"x\":" + i + "}");
    }
    lane.round();
    assertThat(read(0, "b")).isEqualTo("{\"t\":\"live\",\"l\":[[\"a\",\"cursor\",{\"x\":1000}]]}");
    assertThat(lane.size()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanWhatIsKnownIsPassedOver() {
    assertThat(show("a", "cursor", 5, "5")).isTrue();
    assertThat(show("a", "cursor", 4, "4")).isFalse();
    assertThat(show("a", "cursor", 5, "5")).isFalse();
  }

  @Test
  void nobodyIsToldWhatTheyShowThemselves() {
    show("a", "cursor", 1, "1");
    lane.round();
    assertThat(read(0, "a")).isEmpty();
    show("b", "cursor", 2, "2");
    lane.round();
    assertThat(read(0, "a")).contains("[\"b\",\"cursor\",2]").doesNotContain("\"a\"");
  }

  @Test
  void anEndIsToldToThoseWhoKnewAndForgottenLater() {
    show("a", "cursor", 1, "1");
    lane.round();
    long knew = lane.after(0, "b").to();
    lane.end("a", 10);
    lane.round();
    assertThat(read(knew, "b")).contains("[\"a\",\"cursor\",null]");
    assertThat(read(0, "c")).isEmpty();
    lane.forgetEnded(11);
    assertThat(lane.size()).isZero();
  }

  @Test
  void oneSessionDoesNotFillIt() {
    for (int i = 0; i < 1_000; i++) {
      show("a", "draft:" + i, i + 1, "1");
    }
    assertThat(lane.size()).isEqualTo(32);
  }

  @Test
  @Tag("L12")
  void whenThePaperIsClosedNothingIsLeftAndNothingBegins() {
    show("a", "cursor", 1, "1");
    lane.discard();
    assertThat(show("a", "cursor", 2, "2")).isFalse();
    lane.round();
    assertThat(read(0, "b")).isEmpty();
    assertThat(lane.toldSince(0)).isEmpty();
  }
}
