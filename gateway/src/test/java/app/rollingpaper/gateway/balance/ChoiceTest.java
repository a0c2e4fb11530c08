package app.rollingpaper.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import app.rollingpaper.gateway.discovery.Listing.Address;
import app.rollingpaper.gateway.discovery.Listing.Entry;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTest {
  private static final int PAPERS = 40_000;
  private static final double TOLERANCE = 0.05;

  private final List<String> papers = papers();

  private static List<String> papers() {
    Random random = new Random(7);
    return Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()).toString())
        .limit(PAPERS)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  @Tag("G12")
  void eachInstanceGetsItsShareOfThePapers(int size) {
    assertThat(shares(owners(fleet(size)).values()))
        .hasSize(size)
        .allSatisfy((_, share) -> assertThat(share).isBetween(less(size), more(size)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  @Tag("G12")
  void anInstanceThatJoinsTakesItsShareAndNobodyElsesPapersMove(int size) {
    List<Instance> fleet = fleet(size + 1);
    Map<String, Instance> before = owners(fleet.subList(0, size));
    Map<String, Instance> after = owners(fleet);
    List<String> moved =
        papers.stream().filter(paper -> before.get(paper) != after.get(paper)).toList();
    assertThat(moved).allSatisfy(paper -> assertThat(after.get(paper)).isSameAs(fleet.getLast()));
    assertThat((double) moved.size() / PAPERS).isBetween(less(size + 1), more(size + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  @Tag("G12")
  void onlyThePapersOfAnInstanceThatFallsBehindGoElsewhereForNow(int size) {
    List<Instance> fleet = fleet(size);
    Map<String, Instance> usual = owners(fleet);
    fleet.forEach(instance -> instance.traffic().started());
    Instance behind = fleet.getFirst();
    int backlog = 1_000;
    IntStream.range(0, backlog).forEach(_ -> behind.traffic().started());
    Map<String, Instance> meanwhile = owners(fleet);
    assertThat(meanwhile.values()).doesNotContain(behind);
    assertThat(papers.stream().filter(paper -> usual.get(paper) != behind))
        .allSatisfy(paper -> assertThat(meanwhile.get(paper)).isSameAs(usual.get(paper)));
    IntStream.range(0, backlog).forEach(_ -> behind.traffic().finished(false, 1));
    assertThat(owners(fleet)).isEqualTo(usual);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  @Tag("G12")
  void aPaperThatEverybodyAsksForIsMoreThanOneInstanceHasToBear(int size) {
    List<Instance> fleet = fleet(size);
    List<Instance> chosen = new ArrayList<>();
    for (int request = 0; request < 1_000; request++) {
      Instance one = Choice.byKey(fleet, papers.getFirst(), 0);
      one.traffic().started();
      chosen.add(one);
    }
    assertThat(shares(chosen).values())
        .allSatisfy(share -> assertThat(share).isLessThan(1.55 / size));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  @Tag("G01")
  void requestsWithoutAPaperAreSharedEvenly(int size) {
    List<Instance> fleet = fleet(size);
    Choice choice = new Choice();
    Random chance = new Random(7);
    Deque<Instance> inFlight = new ArrayDeque<>();
    List<Instance> chosen = new ArrayList<>();
    for (int request = 0; request < PAPERS; request++) {
      Instance one = choice.byLoad(fleet, 0);
      one.traffic().started();
      chosen.add(one);
      inFlight.add(one);
      // Some answer at once, some late, and not in the order they were asked.
      while (inFlight.size() > chance.nextInt(16)) {
        Instance answered = chance.nextBoolean() ? inFlight.removeFirst() : inFlight.removeLast();
        answered.traffic().finished(false, 1);
      }
    }
    assertThat(shares(chosen))
        .hasSize(size)
        .allSatisfy((_, share) -> assertThat(share).isBetween(less(size), more(size)));
  }

  private static List<Instance> fleet(int size) {
    return IntStream.range(0, size)
        .mapToObj(
            i -> {
              URI url = URI.create("http://127.0.0.1:" + (8_100 + i));
              Address address = new Address("paper-" + (i + 1), url, url);
              return new Instance(
                  "paper-service", new Entry(address, "", "", Entry.FULL_WEIGHT), true);
            })
        .toList();
  }

  private Map<String, Instance> owners(List<Instance> fleet) {
    return papers.stream()
        .collect(Collectors.toMap(Function.identity(), paper -> Choice.byKey(fleet, paper, 0)));
  }

  private static Map<Instance, Double> shares(Iterable<Instance> chosen) {
    List<Instance> all = new ArrayList<>();
    chosen.forEach(all::add);
    return all.stream()
        .collect(
            Collectors.groupingBy(
                Function.identity(),
                Collectors.collectingAndThen(
                    Collectors.counting(), count -> (double) count / all.size())));
  }

  private static double less(int size) {
    return (1 - TOLERANCE) / size;
  }

  private static double more(int size) {
    return (1 + TOLERANCE) / size;
  }
}
