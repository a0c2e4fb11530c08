package app.rollingpaper.paper.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.common.http.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told to other services has the shape of the contract. */
@Tag("A01")
class AnnouncementsTest {
  private final ObjectMapper json = Json.mapper();

  @Test
  void theDataOfASealedPaperIsThatOfTheContract() throws IOException {
    assertSame("paper.sealed.v1", Announcements.Sealed.class);
  }

  @Test
  void theDataOfADeliveredPaperIsThatOfTheContract() throws IOException {
    assertSame("paper.delivered.v1", Announcements.Delivered.class);
  }

  @Test
  void theDataOfThanksIsThatOfTheContract() throws IOException {
    assertSame("paper.thanked.v1", Thanks.Thanked.class);
  }

  private void assertSame(String contract, Class<?> type) throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("/contracts/" + contract + ".json")) {
      JsonNode data = json.readTree(Objects.requireNonNull(golden)).path("data");
      // Reading is strict about unknown fields, writing shows that none is missing.
      JsonNode written = json.valueToTree(json.treeToValue(data, type));
      assertThat(written).isEqualTo(data);
    }
  }
}
