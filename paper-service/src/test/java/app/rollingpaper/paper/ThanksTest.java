package app.rollingpaper.paper;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.auth.User;
import app.rollingpaper.compose.embedded.testing.TestDatabase;
import app.rollingpaper.compose.embedded.testing.TestPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the recipient gives back to those who wrote. */
@Tag("P09")
class ThanksTest {
  private final RunningService service = RunningService.shared();

  @Test
  void everybodyWhoWroteReadsTheRecipientsThanks() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    paper.note(writer, "축하해");
    paper.owner().post(paper.path() + "/deliver", "");
    Api recipient = paper.guest("reveal", "민준");
    assertThat(writer.get(paper.path() + "/thanks").status()).isEqualTo(204);

    assertThat(recipient.post(paper.path() + "/thanks", "{\"text\": \"고마워요 💛\"}").status())
        .isEqualTo(200);
    recipient.post(paper.path() + "/thanks", "{\"text\": \"모두 고마워요 💛\"}");

    for (Api member : List.of(writer, paper.owner(), recipient)) {
      Api.Answer thanks = member.get(paper.path() + "/thanks");
      assertThat(thanks.text("text")).isEqualTo("모두 고마워요 💛");
      assertThat(thanks.text("name")).isEqualTo("민준");
      assertThat(thanks.plain()).contains("💛");
    }
    for (String bad : List.of("\"\"", "null", "\"" + "x".repeat(1_001) + "\"", "7")) {
      assertThat(recipient.post(paper.path() + "/thanks", "{\"text\": " + bad + "}").status())
          .isEqualTo(400);
    }
  }

  @Test
  void othersAreToldOfTheFirstThanksOnlyAndWhoWroteWithAnAccount() throws Exception {
    TestDatabase database = TestPostgres.freshDatabase("paper", "paper_service");
    // Without a broker what is told stays where it can be looked at.
    try (RunningService alone =
        new RunningService(database, Map.of("RP_AMQP_URL", "amqp://guest:guest@127.0.0.1:1"))) {
      RunningService.TestPaper paper = alone.paper();
      User account = RunningService.person("두리");
      Api writer = alone.as(account);
      writer.post(
          paper.path() + "/guests",
          "{\"secret\": \"" + paper.secret("write") + "\", \"name\": \"두리\"}");
      paper.note(writer, "계정이 있는 글");
      paper.note(paper.writer("하나"), "계정이 없는 글");
      paper.owner().post(paper.path() + "/deliver", "");
      Api recipient = paper.guest("reveal", "민준");

      recipient.post(paper.path() + "/thanks", "{\"text\": \"고마워요\"}");
      recipient.post(paper.path() + "/thanks", "{\"text\": \"정말 고마워요\"}");

      List<JsonNode> told = told(database);
      assertThat(told).hasSize(1);
      JsonNode data = told.getFirst().path("data");
      assertThat(data.path("recipientName").asText()).isEqualTo("민준");
      assertThat(data.path("writerIds")).hasSize(1);
      assertThat(data.at("/writerIds/0").asText()).isEqualTo(account.id().toString());
      assertThat(told.toString()).doesNotContain("고마워요");
    }
  }

  private static List<JsonNode> told(TestDatabase database) throws Exception {
    List<JsonNode> told = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select envelope from paper.outbox where type = 'paper.thanked.v1'")) {
      while (rows.next()) {
        told.add(new ObjectMapper().readTree(rows.getString(1)));
      }
    }
    return told;
  }

  @Test
  void aReactionIsSeenByAllAndCanBeChangedAndTakenBack() {
    RunningService.TestPaper paper = service.paper();
    Api writer = paper.writer("하나");
    String note = paper.note(writer, "축하해");
    String path = paper.path() + "/notes/" + note;
    paper.owner().post(paper.path() + "/deliver", "");
    Api recipient = paper.guest("reveal", "민준");
    try (LiveClient live = LiveClient.join(service, paper, writer)) {
      live.awaitSeq(2);
      assertThat(recipient.put(path + "/reaction", "{\"reaction\": \"tears\"}").status())
          .isEqualTo(204);
      live.awaitSeq(3);
      assertThat(live.notes().get(note).path("reaction").asText()).isEqualTo("tears");
      assertThat(writer.get(path).text("reaction")).isEqualTo("tears");
      recipient.put(path + "/reaction", "{\"reaction\": \"hug\"}");
      assertThat(paper.owner().get(path).text("reaction")).isEqualTo("hug");
      assertThat(recipient.delete(path + "/reaction").status()).isEqualTo(204);
      live.awaitSeq(5);
      assertThat(live.notes().get(note).has("reaction")).isFalse();
      assertThat(writer.get(path).body().has("reaction")).isFalse();
    }
    assertThat(recipient.put(path + "/reaction", "{\"reaction\": \"shrug\"}").status())
        .isEqualTo(400);
  }
}
