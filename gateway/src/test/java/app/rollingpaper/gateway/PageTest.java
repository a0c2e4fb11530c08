package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PageTest {
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = new RunningGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  @Tag("P03")
  void thePageAnswersAtTheRootAndAtEveryPapersAddress() {
    HttpResponse<String> root = gateway.get("/");
    assertThat(root.statusCode()).isEqualTo(200);
    assertThat(root.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(root.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(gateway.get("/p/0190a3c4-7e1f-7000-8000-000000000001").body())
        .isEqualTo(root.body());
    assertThat(gateway.get("/p/a/b").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  @Tag("P03")
  void nothingInlineOrForeignMayRun() {
    HttpResponse<String> root = gateway.get("/");
    assertThat(root.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("style-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(root.body())
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContain("style=")
        .doesNotContain("http://");
  }

  @Test
  @Tag("P03")
  void whateverThePageNamesIsThere() {
    String html = gateway.get("/").body();
    Matcher references = Pattern.compile("(?:href|src)=\"(/page/[^\"]+)\"").matcher(html);
    int found = 0;
    while (references.find()) {
      HttpResponse<String> asset = gateway.get(references.group(1));
      assertThat(asset.statusCode()).as(references.group(1)).isEqualTo(200);
      assertThat(asset.headers().firstValue("ETag")).isPresent();
      assertThat(asset.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      found++;
    }
    assertThat(found).isGreaterThan(5);
  }

  @Test
  @Tag("P03")
  void aPageThatHasNotChangedIsNotSentAgain() {
    HttpResponse<String> first = gateway.get("/");
    String etag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> second = gateway.get("/", "If-None-Match", etag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(gateway.get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("P03")
  void thePageIsPackedForThoseWhoCanUnpackIt() {
    HttpResponse<String> plain = gateway.get("/page/page.css");
    HttpResponse<String> packed = gateway.get("/page/page.css", "Accept-Encoding", "gzip");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.headers().firstValueAsLong("Content-Length").orElseThrow())
        .isLessThan(plain.headers().firstValueAsLong("Content-Length").orElseThrow());
  }

  @Test
  @Tag("P03")
  void thePageCanOnlyBeRead() {
    HttpResponse<String> answer = gateway.post("/", "x");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    HttpResponse<String> head =
        gateway.send(gateway.request("/").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  @Tag("P03")
  void nothingOutsideThePageCanBeRead() {
    for (String path :
        new String[] {
          "/page/../application.yml", "/page/%2e%2e/application.yml", "/application.yml", "/page/"
        }) {
      assertThat(gateway.get(path).statusCode()).as(path).isIn(400, 404);
    }
  }
}
