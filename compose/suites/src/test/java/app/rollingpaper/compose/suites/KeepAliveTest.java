package app.rollingpaper.compose.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rollingpaper.compose.launcher.RollingPaper;
import app.rollingpaper.compose.launcher.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests travel over connections that are there already. */
@Tag("T05")
final class KeepAliveTest {
  private static final int CALLERS = 4;
  private static final int WARM_UP = 400;
  private static final int REQUESTS = 2_000;
  private static final double SHARE = 0.001;

  private final RollingPaper system = SharedSystem.get();
  private final Client client = SharedSystem.client();

  @Test
  void theGatewayReusesItsConnectionsToTheServices() throws Exception {
    assumeTrue(
        Connections.areListed(), "this machine has no /proc/net/tcp to count connections in");
    People people = SharedSystem.people();
    Person owner = people.signUp("keep-alive-" + UUID.randomUUID() + "@example.org", "지우", "ko");
    List<Paper> papers =
        IntStream.range(0, 8)
            .mapToObj(index -> people.open(owner, "paper " + index, "nobody@example.org", "en"))
            .toList();
    Set<Integer> services = ports(system.instanceUrls(ServiceKind.PAPER));
    Set<Integer> gateway = ports(List.of(system.gatewayUrl()));

    // More at once than later on: then nobody has a reason to open another connection.
    request(papers, WARM_UP, 2 * CALLERS);
    Set<Connections.Connection> upstream = Connections.to(services);
    Set<Connections.Connection> front = Connections.to(gateway);
    long began = System.nanoTime();
    request(papers, REQUESTS, CALLERS);
    double seconds = (System.nanoTime() - began) / 1e9;
    assertThat(seconds).describedAs("seconds, of which the kernel remembers 60").isLessThan(55);
    int opened = added(upstream, Connections.to(services));
    int calledAnew = added(front, Connections.to(gateway));
    System.out.printf(
        "[keep-alive] %d requests by %d callers in %.1f s: %d new connections to the gateway, %d from it to paper-service"
            + " (%d were there)%n",
        REQUESTS, CALLERS, seconds, calledAnew, opened, upstream.size());
    assertThat(upstream).isNotEmpty();
    assertThat(opened).isLessThan((int) (REQUESTS * SHARE));
    assertThat(calledAnew).isLessThan((int) (REQUESTS * SHARE));
  }

  private void request(List<Paper> papers, int requests, int atOnce) throws Exception {
    Callers.ask(atOnce, requests, index -> () -> call(papers, index));
  }

  private int call(List<Paper> papers, int index) throws IOException {
    Paper paper = papers.get(index % papers.size());
    return client.get(paper.path("")).as(paper.owner()).send().status();
  }

  private static int added(Set<Connections.Connection> before, Set<Connections.Connection> after) {
    Set<Connections.Connection> added = new HashSet<>(after);
    added.removeAll(before);
    return added.size();
  }

  private static Set<Integer> ports(List<String> urls) {
    return urls.stream().map(url -> URI.create(url).getPort()).collect(Collectors.toSet());
  }
}
