package app.rollingpaper.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rollingpaper.gateway.discovery.DnsNames.Name;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DnsNamesTest {
  private final AtomicReference<List<String>> answer = new AtomicReference<>(List.of());
  private final AtomicReference<Listing> heard = new AtomicReference<>(Listing.EMPTY);
  private final AtomicInteger lookups = new AtomicInteger();

  @Test
  @Tag("G01")
  void everyAddressOfANameIsAnInstanceAndTheLastKnownStayWhenDnsFails() {
    answer.set(List.of("10.0.0.2", "10.0.0.1"));
    Name name = Name.parse("paper-service=paper:8080/8081");
    try (DnsNames names =
        new DnsNames(List.of(name), this::resolve, Duration.ofMillis(5), heard::set)) {
      names.start();
      assertThat(urls()).containsExactly("http://10.0.0.1:8080", "http://10.0.0.2:8080");
      answer.set(List.of("10.0.0.2", "10.0.0.3", "2001:db8::1"));
      await()
          .until(
              () ->
                  urls()
                      .equals(
                          List.of(
                              "http://10.0.0.2:8080",
                              "http://10.0.0.3:8080",
                              "http://[2001:db8:0:0:0:0:0:1]:8080")));
      answer.set(List.of());
      int failing = lookups.get();
      await().until(() -> lookups.get() > failing + 3);
      assertThat(urls()).hasSize(3);
    }
  }

  @Test
  @Tag("T09")
  void whatIsNoNameIsRefused() {
    for (String odd : new String[] {"", "paper", "a=b:1", "a=b:x/2", "=b:1/2"}) {
      assertThatThrownBy(() -> Name.parse(odd)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    if (answer.get().isEmpty()) {
      throw new UnknownHostException(host);
    }
    return Arrays.asList(
        answer.get().stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
  }

  private List<String> urls() {
    return heard.get().services().getOrDefault("paper-service", List.of()).stream()
        .map(entry -> entry.address().url().toString())
        .toList();
  }
}
