package app.rollingpaper.compose.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G08")
final class ShapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void moreMayComeAndContentMayDiffer() throws Exception {
    assertThat(broken("{\"a\":1,\"l\":[1]}", "{\"a\":2,\"b\":3,\"l\":[7,8]}")).isEmpty();
  }

  @Test
  void noMemberMayGoEvenOneThatWasNull() throws Exception {
    assertThat(broken("{\"a\":{\"c\":\"x\"},\"b\":null}", "{\"a\":{}}"))
        .containsExactly("/a/c: was STRING, is MISSING", "/b: was NULL, is MISSING");
  }

  @Test
  void noMemberMayBecomeSomethingElse() throws Exception {
    assertThat(broken("{\"a\":1,\"b\":\"x\",\"c\":[]}", "{\"a\":\"1\",\"b\":null,\"c\":{}}"))
        .containsExactly(
            "/a: was NUMBER, is STRING", "/b: was STRING, is NULL", "/c: was ARRAY, is OBJECT");
  }

  @Test
  void whatWasNullMayHaveAValueNow() throws Exception {
    assertThat(broken("{\"a\":null}", "{\"a\":[1]}")).isEmpty();
  }

  @Test
  void aPlaceInAListMayNotGoOrBecomeSomethingElse() throws Exception {
    assertThat(broken("[[\"c\",6,{\"id\":\"x\"}]]", "[[6,\"c\"]]"))
        .containsExactly(
            "/0/0: was STRING, is NUMBER",
            "/0/1: was NUMBER, is STRING",
            "/0/2: was OBJECT, is MISSING");
  }

  @Test
  void theWordsThatProgramsDecideByStayTheSame() throws Exception {
    assertThat(
            broken(
                "{\"t\":\"rej\",\"code\":\"gap\",\"text\":\"one\"}",
                "{\"t\":\"rej\",\"code\":\"late\",\"text\":\"two\"}"))
        .containsExactly("/code: was \"gap\", is \"late\"");
  }

  private static List<String> broken(String before, String now) throws Exception {
    return Shape.broken(JSON.readTree(before), JSON.readTree(now));
  }
}
