package app.rollingpaper.notification.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rollingpaper.common.config.Secret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("P12")
final class SmtpUrlTest {
  private static SmtpUrl parse(String url) {
    return SmtpUrl.parse(new Secret(url));
  }

  @Test
  void portsAreTheUsualOnesUnlessSaid() {
    assertThat(parse("smtp://mail.example.org").port()).isEqualTo(25);
    assertThat(parse("smtp://me:pw@mail.example.org").port()).isEqualTo(587);
    assertThat(parse("smtps://me:pw@mail.example.org").port()).isEqualTo(465);
    assertThat(parse("smtp://127.0.0.1:1025/").port()).isEqualTo(1025);
  }

  @Test
  void namesAndPasswordsAreDecoded() {
    SmtpUrl.Login login =
        parse("smtp://me%40example.org:p%3Aa+s%2Fs@mail.example.org").login().orElseThrow();
    assertThat(login.user()).isEqualTo("me@example.org");
    assertThat(login.password().reveal()).isEqualTo("p:a+s/s");
  }

  @Test
  @Tag("T09")
  void aPasswordLeavesTheMachineOnlyEncrypted() {
    assertThat(parse("smtp://me:pw@mail.example.org").mustEncrypt()).isTrue();
    assertThat(parse("smtp://me:pw@127.0.0.1:1025").mustEncrypt()).isFalse();
    assertThat(parse("smtp://mail.example.org").mustEncrypt()).isFalse();
    assertThat(parse("smtps://me:pw@mail.example.org").tls()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mail.example.org",
        "http://hidden@x",
        "smtp://",
        "smtp://hidden@host",
        "smtp://:hidden@host",
        "smtp://u:hid den@host",
        "smtp://u:%zz@host",
        "smtp://host/path",
        "smtp://host?hidden=1"
      })
  void everythingElseIsRefusedWithoutShowingIt(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("mail.url: ")
        .hasNoCause()
        .message()
        .doesNotContain("hid");
  }
}
