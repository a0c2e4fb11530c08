package app.rollingpaper.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("T09")
class ConfigurationTest {
  record Settings(
      @NotNull Profile profile,
      @NotNull String embeddedStores,
      @NotBlank String name,
      @NotNull @Valid Ports ports,
      @NotNull @Valid Store store) {}

  record Ports(@Max(65_535) int apiPort, @Max(65_535) int adminPort) {}

  record Store(@NotNull Secret password, @NotNull Duration patience) {}

  @TempDir private Path directory;

  private static Settings read(Map<String, String> environment) {
    return Configuration.read(environment).as(Settings.class);
  }

  @Test
  void theDefaultsAreEnoughForDevelopment() {
    Settings settings = read(Map.of());
    assertThat(settings.profile()).isEqualTo(Profile.DEV);
    assertThat(settings.ports().adminPort()).isEqualTo(7_001);
    assertThat(settings.store().patience()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheFileOverTheDefaults() throws IOException {
    Path file =
        Files.writeString(directory.resolve("service.conf"), "name = file\nports.admin-port = 1\n");
    Settings settings = read(Map.of("CONFIG_FILE", file.toString(), "RP_PORTS_ADMIN_PORT", "2"));
    assertThat(settings.name()).isEqualTo("file");
    assertThat(settings.ports().adminPort()).isEqualTo(2);
  }

  @Test
  void aSecretComesFromAFileAndIsNeverPrinted() throws IOException {
    Path secret = Files.writeString(directory.resolve("password"), "hunter2\n");
    Configuration configuration =
        Configuration.read(Map.of("RP_STORE_PASSWORD_FILE", secret.toString()));
    Settings settings = configuration.as(Settings.class);
    assertThat(settings.store().password().reveal()).isEqualTo("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2").contains("[redacted]");
    assertThat(configuration.print(Settings.class))
        .doesNotContain("hunter2")
        .contains("[redacted]");
  }

  @Test
  void everyWrongKeyIsNamedAtOnce() throws IOException {
    Path file = Files.writeString(directory.resolve("service.conf"), "colour = blue\n");
    Map<String, String> environment =
        Map.of(
            "CONFIG_FILE", file.toString(),
            "RP_PORTS_ADMIN_PORT", "99999999999",
            "RP_STORE_PATIENCE", "long",
            "RP_PROFILE", "holiday",
            "RP_STORE_PASSWORD_FILE", directory.resolve("nowhere").toString(),
            "RP_UNKNOWN", "x");
    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("colour: no such key")
        .hasMessageContaining("RP_UNKNOWN: no such setting")
        .hasMessageContaining("ports.admin-port: expected a whole number")
        .hasMessageContaining("store.patience: expected a duration")
        .hasMessageContaining("profile: expected one of")
        .hasMessageContaining("RP_STORE_PASSWORD_FILE: there is no readable file");
  }

  @Test
  void valuesOutOfRangeAreNamedByTheirKey() {
    assertThatThrownBy(() -> read(Map.of("RP_PORTS_ADMIN_PORT", "70000", "RP_NAME", " ")))
        .hasMessageContaining("ports.admin-port: ")
        .hasMessageContaining("name: ");
  }

  @Test
  void productionRefusesDevelopmentSecretsAndEmbeddedStores() {
    assertThatThrownBy(
            () -> read(Map.of("RP_PROFILE", "prod", "RP_EMBEDDED_STORES", "database,redis")))
        .hasMessageContaining("store.password: the default is for development only")
        .hasMessageContaining(
            "embedded-stores: the profile prod does not run on embedded stores (database,redis)");
    assertThat(read(Map.of("RP_PROFILE", "prod", "RP_STORE_PASSWORD", "chosen")).profile())
        .isEqualTo(Profile.PROD);
  }

  @Test
  void aFileThatIsNotThereOrNotHoconIsNamed() throws IOException {
    assertThatThrownBy(() -> read(Map.of("CONFIG_FILE", directory.resolve("nowhere").toString())))
        .hasMessageContaining("CONFIG_FILE");
    Path file = Files.writeString(directory.resolve("broken.conf"), "name = {");
    assertThatThrownBy(() -> read(Map.of("CONFIG_FILE", file.toString())))
        .hasMessageContaining("CONFIG_FILE");
  }
}
