package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  @Test
  @Tag("T09")
  void whatIsNotSetHasADefault() {
    GatewayConfig config =
        GatewayConfig.from(Map.of("GATEWAY_INSTANCES_FILE", "instances.json", "HOME", "/root"));
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.adminPort()).isEqualTo(8081);
    assertThat(config.instancesFile()).isEqualTo(Path.of("instances.json"));
    assertThat(config.maxBody()).isEqualTo(262_144);
    assertThat(config.deadline()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  @Tag("T09")
  void everythingThatIsWrongIsSaidAtOnce() {
    GatewayConfig.Invalid invalid =
        catchThrowableOfType(
            GatewayConfig.Invalid.class,
            () ->
                GatewayConfig.from(
                    Map.of(
                        "GATEWAY_PORT",
                        "http",
                        "GATEWAY_DEADLINE",
                        "soon",
                        "GATEWAY_COLOUR",
                        "red",
                        "GATEWAY_MAX_BODY",
                        "1",
                        "GATEWAY_REDIS_URL",
                        "secret")));
    assertThat(invalid.violations())
        .hasSize(6)
        .noneSatisfy(violation -> assertThat(violation).contains("secret"))
        .anySatisfy(
            violation -> assertThat(violation).startsWith("GATEWAY_REDIS_URL: must begin with"))
        .anySatisfy(
            violation -> assertThat(violation).startsWith("GATEWAY_PORT: must be a whole number"))
        .anySatisfy(
            violation ->
                assertThat(violation).startsWith("GATEWAY_DEADLINE: must be a positive time"))
        .anySatisfy(violation -> assertThat(violation).startsWith("GATEWAY_COLOUR: is not known"))
        .anySatisfy(
            violation ->
                assertThat(violation)
                    .startsWith("GATEWAY_MAX_BODY: must be a whole number from 1024"))
        .anySatisfy(
            violation -> assertThat(violation).startsWith("GATEWAY_INSTANCES_FILE: must name"));
  }

  @Test
  @Tag("T09")
  void thePortsMustDiffer() {
    GatewayConfig.Invalid invalid =
        catchThrowableOfType(
            GatewayConfig.Invalid.class,
            () ->
                GatewayConfig.from(
                    Map.of(
                        "GATEWAY_INSTANCES_FILE",
                        "i",
                        "GATEWAY_PORT",
                        "9000",
                        "GATEWAY_ADMIN_PORT",
                        "9000")));
    assertThat(invalid.violations())
        .containsExactly("GATEWAY_ADMIN_PORT: must differ from GATEWAY_PORT");
  }
}
