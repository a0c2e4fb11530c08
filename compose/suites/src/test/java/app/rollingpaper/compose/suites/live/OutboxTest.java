package app.rollingpaper.compose.suites.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L04")
final class OutboxTest {
  private final Outbox outbox = new Outbox("00c0ffee00c0ffee");
  private final List<Mutation> something = List.of(Mutation.delete(UUID.randomUUID()));

  @Test
  void numbersCountFromOneWithoutGaps() {
    outbox.add(something);
    outbox.add(something);
    assertThat(outbox.waiting()).extracting(Outbox.Kept::n).containsExactly(1L, 2L);
  }

  @Test
  void whatIsSentAgainIsTheSameFrame() {
    Outbox.Kept first = outbox.add(something);
    outbox.add(something);
    assertThat(outbox.waiting().getFirst().frame()).isEqualTo(first.frame());
    assertThat(first.frame()).startsWith("{\"t\":\"op\",\"n\":1,\"d\":[{\"m\":\"del\",");
  }

  @Test
  void whatIsDecidedIsGoneAndItsNumbersAreNotGivenAgain() {
    outbox.add(something);
    outbox.add(something);
    assertThat(outbox.decided(5)).hasSize(2);
    assertThat(outbox.waiting()).isEmpty();
    assertThat(outbox.add(something).n()).isEqualTo(6);
  }

  @Test
  void numbersThatTheLedgerForgotAreTakenByWhatWaits() {
    outbox.add(something);
    outbox.decided(6);
    Outbox.Kept waiting = outbox.add(something);
    assertThat(waiting.n()).isEqualTo(7);
    outbox.renumber(3);
    assertThat(outbox.waiting()).extracting(Outbox.Kept::n).containsExactly(3L);
    assertThat(outbox.waiting().getFirst().frame()).contains("\"n\":3");
    assertThat(outbox.add(something).n()).isEqualTo(4);
  }
}
