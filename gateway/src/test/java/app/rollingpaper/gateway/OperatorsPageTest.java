package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OperatorsPageTest {
  @Test
  @Tag("P16")
  void theOperatorsPageIsServedOnTheirPortOnlyAndRunsNothingInline() {
    try (RunningGateway gateway = new RunningGateway()) {
      HttpResponse<String> page = gateway.admin("/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body())
          .contains("operators.js")
          .doesNotContain("onclick", "<style", "javascript:");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(gateway.admin("/operators.js").headers().firstValue("Content-Type"))
          .hasValue("text/javascript; charset=utf-8");
      assertThat(gateway.admin("/operators.css").statusCode()).isEqualTo(200);
      assertThat(gateway.admin("/secret.txt").statusCode()).isEqualTo(404);
      assertThat(gateway.get("/operators.js").statusCode()).isEqualTo(404);
    }
  }

  @Test
  @Tag("P16")
  void theLastDeploysAreReadFromBesideTheListing() {
    try (RunningGateway gateway = new RunningGateway()) {
      assertThat(gateway.admin("/deploys").body()).isEqualTo("[]");
      gateway.writeBeside("deploys.json", "[{\"service\":\"paper-service\",\"outcome\":\"done\"}]");
      await().until(() -> gateway.admin("/deploys").body().contains("\"outcome\":\"done\""));
      gateway.writeBeside("deploys.json", "{");
      assertThat(gateway.admin("/deploys").body()).isEqualTo("[]");
    }
  }
}
