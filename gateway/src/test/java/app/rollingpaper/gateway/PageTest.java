package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
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
    assertThat(gateway.get("/inbox").body()).isEqualTo(root.body());
    HttpResponse<String> paper = gateway.get("/p/0190a3c4-7e1f-7000-8000-000000000001");
    assertThat(paper.statusCode()).isEqualTo(200);
    assertThat(paper.body()).contains("/page/paper.js");
    assertThat(gateway.get("/p/a/b").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  @Tag("P03")
  void nothingInlineOrForeignMayRun() {
    HttpResponse<String> root = gateway.get("/");
    assertThat(root.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .containsPattern("script-src 'self' 'sha256-[A-Za-z0-9+/]{43}=';")
        .contains("style-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(root.body())
        .doesNotContainPattern("<script(?![^>]* src=| type=\"importmap\")")
        .doesNotContain("style=")
        .doesNotContain("http://");
  }

  @Test
  @Tag("P03")
  void whateverThePageNamesIsThereAndNeverChangesUnderItsAddress() {
    for (String view : List.of("/", "/p/one")) {
      String html = gateway.get(view).body();
      assertThat(html).doesNotContain("{assets}");
      List<String> named =
          Pattern.compile("\"(/a/[^\"]+[^/\"])\"")
              .matcher(html)
              .results()
              .map(name -> name.group(1))
              .toList();
      assertThat(named).hasSizeGreaterThan(10);
      for (String name : named) {
        HttpResponse<String> asset = gateway.get(name);
        assertThat(asset.statusCode()).as(name).isEqualTo(200);
        assertThat(asset.headers().firstValue("ETag")).isPresent();
        assertThat(asset.headers().firstValue("Cache-Control").orElseThrow())
            .contains("immutable", "max-age=31536000");
        assertThat(asset.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      }
    }
  }

  @Test
  @Tag("P03")
  void whoeverHasTheDocumentOfAnotherEditionGetsAssetsButMayNotKeepThem() {
    HttpResponse<String> asset = gateway.get("/a/0123456789abcdef/page/app.js");
    assertThat(asset.statusCode()).isEqualTo(200);
    assertThat(asset.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(gateway.get("/a/0123456789abcdef").statusCode()).isEqualTo(404);
  }

  @Test
  @Tag("P03")
  void thePageBringsItsLibraryAndItsFonts() {
    for (String name :
        List.of("/lit/lit-html/lit-html.js", "/fonts/gaegu.woff2", "/fonts/gaegu.OFL.txt")) {
      assertThat(gateway.get(root() + name).statusCode()).as(name).isEqualTo(200);
    }
    assertThat(gateway.get(root() + "/fonts/gaegu.woff2").headers().firstValue("Content-Type"))
        .hasValue("font/woff2");
  }

  private static String root() {
    Matcher root = Pattern.compile("/a/[0-9a-f]{16}").matcher(gateway.get("/").body());
    assertThat(root.find()).isTrue();
    return root.group();
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
    HttpResponse<String> plain = gateway.get(root() + "/page/style/page.css");
    HttpResponse<String> packed =
        gateway.get(root() + "/page/style/page.css", "Accept-Encoding", "gzip");
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
          "/a/x/../application.yml", "/a/x/%2e%2e/application.yml", "/application.yml", "/a/x/"
        }) {
      assertThat(gateway.get(path).statusCode()).as(path).isIn(400, 404);
    }
  }
}
