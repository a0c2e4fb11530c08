package app.rollingpaper.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rollingpaper.common.http.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A01")
class EventTest {
  private final ObjectMapper json = Json.mapper();

  static Stream<String> types() {
    return Stream.of("user.registered.v1", "paper.sealed.v1", "paper.delivered.v1");
  }

  private JsonNode contract(String type) throws Exception {
    try (InputStream file = EventTest.class.getResourceAsStream("/contracts/" + type + ".json")) {
      return json.readTree(Objects.requireNonNull(file, type));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void anEventReadAndWrittenAgainIsTheContract(String type) throws Exception {
    JsonNode contract = contract(type);
    for (ObjectMapper mapper :
        List.of(json, new ObjectMapper().registerModule(new JavaTimeModule()))) {
      Event event = mapper.treeToValue(contract, Event.class);
      assertThat(event.type()).isEqualTo(type);
      assertThat(json.readTree(mapper.writeValueAsString(event))).isEqualTo(contract);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void theFieldsOfTheEnvelopeComeInOneOrder(String type) throws Exception {
    String written = json.writeValueAsString(json.treeToValue(contract(type), Event.class));
    assertThat(json.readTree(written).fieldNames())
        .toIterable()
        .containsExactly("id", "type", "occurredAt", "key", "trace", "data");
  }

  @ParameterizedTest
  @MethodSource("types")
  void aFieldOfALaterVersionIsIgnored(String type) throws Exception {
    ObjectNode later = contract(type).deepCopy();
    later.put("region", "icn");
    assertThat(json.treeToValue(later, Event.class))
        .isEqualTo(json.treeToValue(contract(type), Event.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "type", "occurredAt", "key", "data"})
  void anEnvelopeWithAHoleIsNoEvent(String field) throws Exception {
    ObjectNode without = contract("paper.sealed.v1").deepCopy();
    without.remove(field);
    ObjectNode withNull = contract("paper.sealed.v1").deepCopy();
    withNull.putNull(field);
    for (ObjectNode broken : List.of(without, withNull)) {
      assertThatThrownBy(() -> json.readValue(broken.toString(), Event.class))
          .isInstanceOf(JsonProcessingException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void anEventThatNoRequestCausedHasNoTrace(String type) throws Exception {
    ObjectNode untraced = contract(type).deepCopy();
    untraced.remove("trace");
    Event event = json.treeToValue(untraced, Event.class);
    assertThat(event.trace()).isNull();
    assertThat(json.readTree(json.writeValueAsString(event))).isEqualTo(untraced);
  }
}
