package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.embedded.Waiting;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Fleet;
import app.rollingpaper.compose.suites.Patience;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.Tally;
import app.rollingpaper.compose.suites.fault.Fault;
import app.rollingpaper.compose.suites.fault.FaultPlan;
import app.rollingpaper.compose.suites.fault.Faults;
import app.rollingpaper.compose.suites.fault.ProxiedSystem;
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Randomised crash trials on one running system: rounds of several {@link Trial}s side by side, while one to three faults
 * strike. As a program, {@code compose/suites/trials --trials=500 --seed=7}. What is written, and what goes wrong when, comes
 * from the seed.
 */
public final class CrashTrials implements AutoCloseable {
  private static final int INSTANCES = 3;
  private static final int BESIDE = 5;
  private static final int MOST_FAULTS = 3;
  private static final Duration WHOLE = Duration.ofSeconds(60);
  private static final Duration SIGNED_IN = Duration.ofMinutes(5);
  private static final int PEACE_MILLIS = 350;
  private static final int MOST_FINDINGS = 8;
  private static final int LONGEST_FINDING = 1_500;

  // Like the page's, but in a hurry: a trial is short.
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(5),
          Duration.ofMillis(500));

  private final ProxiedSystem system;
  private final LiveNetwork network = new LiveNetwork(TIMING);
  private final Random random;
  private final Faults faults;
  private final Set<String> kinds;
  private final People people;
  private final Fleet fleet;
  private final Map<String, Integer> struck = new TreeMap<>();
  private Verdict verdict = Verdict.NONE;
  private int trials;
  private Person owner;
  private long ownerSince;

  /**
   * Trials on a system that runs.
   *
   * @param kinds the kinds of faults that strike; all when it is empty
   */
  public CrashTrials(ProxiedSystem system, long seed, Set<String> kinds) {
    this.system = system;
    this.kinds = Set.copyOf(kinds);
    this.random = new Random(seed);
    this.faults = new Faults(system, new Random(random.nextLong()));
    this.people =
        new People(
            new Client(system.system().gatewayUrl()),
            new Patience(Duration.ofSeconds(60), new Tally()));
    this.fleet = new Fleet(system.gatewayAdminUrl());
    this.owner = somebody();
  }

  /** A system that is fit for trials. */
  public static ProxiedSystem system(Path data, long seed) {
    Map<String, String> settings = Map.of("PAPER_RP_LIVE_HEARTBEAT", "2s");
    return ProxiedSystem.start(data, INSTANCES, seed, settings, CrashTrials::tell);
  }

  private static void tell(String news) {
    System.out.println("[trials] " + news);
  }

  private static void tellSome(List<String> findings) {
    findings.stream()
        .limit(MOST_FINDINGS)
        .map(finding -> finding.substring(0, Math.min(finding.length(), LONGEST_FINDING)))
        .forEach(CrashTrials::tell);
  }

  private Person somebody() {
    ownerSince = System.nanoTime();
    return people.signUp("owner-" + UUID.randomUUID() + "@example.org", "지우", "ko");
  }

  /** Runs so many trials, and returns when the last is settled. */
  public CrashTrials run(int count) throws InterruptedException {
    for (int left = count; left > 0; left -= BESIDE) {
      round(Math.min(left, BESIDE));
    }
    return this;
  }

  private void round(int size) throws InterruptedException {
    long began = System.nanoTime();
    if (began - ownerSince > SIGNED_IN.toNanos()) {
      owner = somebody();
    }
    List<Callable<Trial>> preparing = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      String name = "trial " + ++trials;
      boolean affinity = random.nextBoolean();
      long seed = random.nextLong();
      preparing.add(() -> new Trial(system, network, people, owner, name, affinity, seed));
    }
    List<Trial> beside = together(preparing);
    try {
      beside.forEach(Trial::begin);
      peace();
      FaultPlan plan = FaultPlan.of(faults.some(1 + random.nextInt(MOST_FAULTS), kinds), random);
      plan.carryOut();
      for (Fault fault : plan.faults()) {
        struck.merge(fault.kind(), 1, Integer::sum);
      }
      peace();
      beside.forEach(Trial::stopWriting);
      Verdict round =
          together(beside.stream().<Callable<Verdict>>map(trial -> trial::settle).toList()).stream()
              .reduce(Verdict.NONE, Verdict::and);
      verdict = verdict.and(round);
      tell(
          String.format(
              Locale.ROOT,
              "%4d: %s: %d ops, %d again, %.1f s%s",
              trials,
              plan,
              round.acknowledged(),
              round.again(),
              (System.nanoTime() - began) / 1e9,
              round.isGood() ? "" : ": " + round));
      tellSome(round.lost());
      tellSome(round.doubled());
      tellSome(round.diverged());
    } finally {
      beside.forEach(Trial::close);
    }
    if (!Waiting.until(WHOLE, Duration.ofMillis(50), fleet::isWhole)) {
      throw new IllegalStateException("the gateway does not find everybody well again");
    }
  }

  private static <T> List<T> together(List<Callable<T>> deeds) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(deeds)) {
        results.add(done.get());
      }
      return results;
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  // Faults shall meet traffic, and traffic shall go on after them.
  private void peace() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PEACE_MILLIS + random.nextInt(PEACE_MILLIS));
  }

  /** What all trials so far have come to. */
  Verdict verdict() {
    return verdict;
  }

  int trials() {
    return trials;
  }

  /** How often each kind of fault has struck. */
  Map<String, Integer> struck() {
    return Map.copyOf(struck);
  }

  @Override
  public String toString() {
    int all = struck.values().stream().mapToInt(Integer::intValue).sum();
    return trials + " trials with " + all + " faults " + struck + ": " + verdict;
  }

  @Override
  public void close() {
    network.close();
  }

  /** {@code --trials=500 --seed=7 --data=DIR --kinds="kill paper,cut"}; ends with 1 when anything was lost, doubled or diverged. */
  public static void main(String[] arguments) throws Exception {
    int count = 20;
    long seed = System.nanoTime();
    Set<String> kinds = Set.of();
    Path data = Path.of("target/trials-" + ProcessHandle.current().pid());
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      switch (parts[0]) {
        case "--trials" -> count = Integer.parseInt(parts[1]);
        case "--seed" -> seed = Long.parseLong(parts[1]);
        case "--kinds" -> kinds = Set.of(parts[1].split(","));
        case "--data" -> data = Path.of(parts[1]);
        default -> throw new IllegalArgumentException("not understood: " + argument);
      }
    }
    tell("seed " + seed);
    boolean good;
    long began = System.nanoTime();
    try (ProxiedSystem system = system(data, seed);
        CrashTrials trials = new CrashTrials(system, seed, kinds)) {
      trials.run(count);
      tell(trials + " in " + (System.nanoTime() - began) / 1_000_000_000 + " s");
      good = trials.verdict().isGood();
    }
    System.exit(good ? 0 : 1);
  }
}
