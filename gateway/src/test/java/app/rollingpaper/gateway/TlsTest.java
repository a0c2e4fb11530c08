package app.rollingpaper.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final String PASSWORD = "changeit";
  @TempDir Path directory;
  private Path certificate;
  private Path key;
  private Upstream one;
  private RunningGateway gateway;

  @BeforeEach
  void start() throws Exception {
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
    renew();
    one = new Upstream("one");
    gateway =
        new RunningGateway(
            Map.of(
                "GATEWAY_TLS_CERTIFICATE",
                certificate.toString(),
                "GATEWAY_TLS_KEY",
                key.toString()));
    gateway.list("paper-service", one);
  }

  @AfterEach
  void stop() {
    gateway.close();
    one.close();
  }

  @Test
  @Tag("G10")
  void itSpeaksTls13AndHttp2() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      HttpResponse<String> answer = client.send(request(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("one");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  @Test
  @Tag("G10")
  void olderTlsAndNoTlsAreRefused() throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
    try (Socket plain = new Socket("127.0.0.1", gateway.port())) {
      plain.setSoTimeout(10_000);
      plain
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("200");
    }
  }

  @Test
  @Tag("G10")
  void aCertificateIsReplacedWhileRequestsRun() throws Exception {
    BigInteger before = serial();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicInteger answered = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (HttpClient kept = HttpClient.newBuilder().sslContext(trusting()).build()) {
      List<Thread> callers =
          List.of(
              Thread.startVirtualThread(
                  () -> {
                    while (!done.get()) {
                      try {
                        answered.addAndGet(
                            kept.send(request(), BodyHandlers.ofString()).body().equals("one")
                                ? 1
                                : 0);
                      } catch (IOException | InterruptedException failure) {
                        failures.add(failure.toString());
                      }
                    }
                  }),
              Thread.startVirtualThread(
                  () -> {
                    while (!done.get()) {
                      try {
                        serial();
                        answered.incrementAndGet();
                      } catch (Exception failure) {
                        failures.add(failure.toString());
                      }
                    }
                  }));
      renew();
      await().atMost(Duration.ofSeconds(20)).until(() -> !serial().equals(before));
      int then = answered.get();
      await().until(() -> answered.get() > then + 50);
      done.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A frame of headers that announces 100 bytes and brings two.
        "000064 01 04 00000001 8284",
        // One that is there, but says that more headers follow.
        "000002 01 00 00000001 8284"
      })
  @Tag("G11")
  void headersThatNeverEndAreGivenUpOverHttp2Too(String unfinished) throws Exception {
    Map<String, String> settings =
        Map.of(
            "GATEWAY_TLS_CERTIFICATE", certificate.toString(),
            "GATEWAY_TLS_KEY", key.toString(),
            "GATEWAY_HEADER_TIMEOUT", "500ms");
    try (RunningGateway impatient = new RunningGateway(settings);
        SSLSocket socket =
            (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", impatient.port())) {
      socket.setSoTimeout(10_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(hex("000000 04 00 00000000"));
      out.write(hex(unfinished));
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      // Ends when the gateway closes; fails when it has not after ten seconds.
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + "/api/papers"))
        .timeout(Duration.ofSeconds(10))
        .build();
  }

  /** Asks over a connection of its own; the serial number of the certificate that was shown. */
  private BigInteger serial() throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /api/papers HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200") || !answer.endsWith("one")) {
        throw new IOException(answer);
      }
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  private SSLSocket socket() throws Exception {
    return (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", gateway.port());
  }

  /** Another key and certificate in place of the ones that are there, the key first. */
  private void renew() throws Exception {
    Path store = Files.createTempDirectory(directory, "pair").resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore pair = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      pair.load(bytes, PASSWORD.toCharArray());
    }
    replace(key, "PRIVATE KEY", pair.getKey("gateway", PASSWORD.toCharArray()).getEncoded());
    replace(certificate, "CERTIFICATE", pair.getCertificate("gateway").getEncoded());
  }

  private void replace(Path file, String kind, byte[] encoded) throws IOException {
    String text =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded));
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    return context;
  }

  /** Who the gateway says it is does not matter here. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
