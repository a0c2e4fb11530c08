package app.rollingpaper.compose.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rollingpaper.compose.embedded.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  private static final String PROGRAM = "paper-service";

  @TempDir Path directory;
  private Path built;
  private Path copies;

  @BeforeEach
  void build() {
    FakeProject.in(directory);
    built = directory.resolve("paper-service/target/paper-service.jar");
    copies = directory.resolve("releases");
  }

  @Test
  @Tag("T04")
  void whatWasDeployedRunsAgainAndCanBeRolledBackUntilSomethingNewerIsBuilt() throws IOException {
    Releases releases = new Releases(copies);
    Release asBuilt = releases.first(PROGRAM, built);
    assertThat(releases.hasFormer(PROGRAM)).isFalse();
    Release deployed = releases.keep(PROGRAM, another(), Optional.of("deployed"));
    releases.deployed(deployed, asBuilt);

    Releases afterStart = new Releases(copies);
    assertThat(afterStart.first(PROGRAM, built)).isEqualTo(deployed);
    assertThat(afterStart.former(PROGRAM)).isEqualTo(asBuilt);
    assertThat(deployed.jar()).isRegularFile();
    assertThat(asBuilt.jar()).isRegularFile();

    Files.setLastModifiedTime(built, FileTime.from(Instant.EPOCH));
    Releases afterBuild = new Releases(copies);
    assertThat(afterBuild.first(PROGRAM, built))
        .isNotIn(deployed, asBuilt)
        .satisfies(newer -> assertThat(newer.jar()).isRegularFile());
    assertThatThrownBy(() -> afterBuild.former(PROGRAM))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("nothing to go back to");
    assertThat(deployed.jar()).doesNotExist();
  }

  @Test
  void whatIsBuiltRunsWhenWhatWasDeployedIsLostOrForgotten() throws IOException {
    Releases releases = new Releases(copies);
    Release asBuilt = releases.first(PROGRAM, built);
    Release deployed = releases.keep(PROGRAM, another(), Optional.empty());
    releases.deployed(deployed, asBuilt);

    Path remembered = copies.resolve(PROGRAM).resolve("deployed.json");
    String whole = Files.readString(remembered);
    Files.writeString(remembered, whole.substring(0, whole.length() / 2));
    assertThat(new Releases(copies).first(PROGRAM, built)).isEqualTo(asBuilt);

    Release again = releases.keep(PROGRAM, another(), Optional.empty());
    releases.deployed(again, asBuilt);
    Files.delete(again.jar());
    assertThat(new Releases(copies).first(PROGRAM, built)).isEqualTo(asBuilt);
  }

  private Path another() throws IOException {
    Path jar = directory.resolve("elsewhere/paper-service.jar");
    Files.createDirectories(jar.getParent());
    Files.copy(built, jar, StandardCopyOption.REPLACE_EXISTING);
    return Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.plusSeconds(1)));
  }
}
