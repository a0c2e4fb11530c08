package app.rollingpaper.compose.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DatabaseUrlTest {

  @Test
  void bothSpellingsAreUnderstood() {
    DatabaseUrl expected =
        new DatabaseUrl("jdbc:postgresql://db:5433/app?sslmode=require", "me", "p@ss+1");
    assertThat(DatabaseUrl.parse("postgresql://me:p%40ss+1@db:5433/app?sslmode=require"))
        .isEqualTo(expected);
    assertThat(
            DatabaseUrl.parse(
                "jdbc:postgresql://db:5433/app?user=me&password=p%40ss%2B1&sslmode=require"))
        .isEqualTo(expected);
    assertThat(DatabaseUrl.parse("postgres://me:x@db").jdbcUrl())
        .isEqualTo("jdbc:postgresql://db:5432/postgres");
  }

  @Test
  void anotherDatabaseKeepsTheParameters() {
    assertThat(
            DatabaseUrl.parse("postgresql://me:x@db:5433/app?sslmode=require")
                .database("other")
                .jdbcUrl())
        .isEqualTo("jdbc:postgresql://db:5433/other?sslmode=require");
  }

  @Test
  void thePasswordIsNeverPrinted() {
    assertThat(DatabaseUrl.parse("postgresql://me:secret@db/app").toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> DatabaseUrl.parse("mysql://me:secret@db/app"))
        .isInstanceOf(CannotStart.class)
        .hasMessageNotContaining("secret");
  }
}
