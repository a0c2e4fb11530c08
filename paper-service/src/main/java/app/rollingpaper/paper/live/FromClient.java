package app.rollingpaper.paper.live;

import app.rollingpaper.paper.ledger.ClientId;
import app.rollingpaper.paper.ledger.Mutation;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame as clients send it; the names of its fields are the protocol's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FromClient.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = FromClient.Write.class, name = "op"),
  @JsonSubTypes.Type(value = FromClient.Show.class, name = "live"),
  @JsonSubTypes.Type(value = FromClient.Ping.class, name = "ping"),
  @JsonSubTypes.Type(value = FromClient.Resync.class, name = "resync")
})
sealed interface FromClient {
  /** Always the first one: who it is, and the last position it has seen. */
  record Hello(
      int v, @Nullable ClientId c, @Nullable Long e, @Nullable Long q, @Nullable String ticket)
      implements FromClient {
    @Override
    public String toString() {
      return "Hello[" + c + "]";
    }
  }

  /** An op for the ledger. */
  record Write(long n, @Nullable @Size(min = 1, max = 32) List<@NotNull @Valid Mutation> d)
      implements FromClient {}

  /** Something for the live lane. */
  record Show(@Nullable String k, @Nullable JsonNode s) implements FromClient {}

  /** A sign of life. */
  record Ping(@Nullable JsonNode ts) implements FromClient {}

  /** The client does not know any more what is on the paper. */
  record Resync(@Nullable String why) implements FromClient {}
}
