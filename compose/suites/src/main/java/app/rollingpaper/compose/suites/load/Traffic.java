package app.rollingpaper.compose.suites.load;

import app.rollingpaper.compose.suites.Answer;
import app.rollingpaper.compose.suites.Client;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.People;
import app.rollingpaper.compose.suites.Person;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What people do on some papers: four of five requests read, one writes. Every note has one author, who changes it only
 * after the change before was answered, so that at the end each note has to say what was acknowledged last. Thread-safe.
 */
public final class Traffic implements Supplier<Call> {
  private static final int PARTS = 20;
  private static final int WRITES = 4;

  private static final String NAME = "지우";
  // Half of what a token is good for.
  private static final long RENEWAL = TimeUnit.MINUTES.toNanos(5);

  private final Client client;
  private final People people;
  private final String email;
  private final AtomicLong renewedAt = new AtomicLong(System.nanoTime());
  private volatile Person owner;
  private final List<Paper> papers = new ArrayList<>();
  private final List<Hand> hands = new ArrayList<>();
  private final Queue<Hand> free = new ConcurrentLinkedQueue<>();
  private volatile boolean writes = true;

  private Traffic(Client client, People people, String email) {
    this.client = client;
    this.people = people;
    this.email = email;
    this.owner = people.signUp(email, NAME, "ko");
  }

  /** An author with a note. Used by one request at a time. */
  private static final class Hand {
    final Paper paper;
    final Person author;
    final String path;
    volatile String saved;
    // Sent last, with an answer that never came or said that it failed: it may be there or not.
    volatile String open = "";
    final AtomicLong changes = new AtomicLong();

    Hand(Paper paper, Person author, String note, String text) {
      this.paper = paper;
      this.author = author;
      this.path = paper.path("/notes/" + note);
      this.saved = text;
    }
  }

  /** Opens papers with authors, each with a note. */
  public static Traffic prepare(String base, int papers, int authors) throws IOException {
    Client client = new Client(base);
    People people = new People(client);
    Traffic traffic = new Traffic(client, people, "load-" + UUID.randomUUID() + "@example.org");
    for (int number = 0; number < papers; number++) {
      Paper paper = people.open(traffic.owner, "paper " + number, "nobody@example.org", "en");
      traffic.papers.add(paper);
      URI link = people.link(paper, "write");
      for (int author = 0; author < authors; author++) {
        Person guest = people.arrive(link, "guest " + author);
        Answer note =
            client
                .post(paper.path("/notes"))
                .as(guest)
                .key(UUID.randomUUID().toString())
                .json(Map.of("text", "begin"))
                .send()
                .expect(201);
        traffic.hands.add(new Hand(paper, guest, note.text("id"), "begin"));
      }
    }
    traffic.free.addAll(traffic.hands);
    return traffic;
  }

  public List<Paper> papers() {
    return List.copyOf(papers);
  }

  public Person owner() {
    return owner;
  }

  /** From now on, only what may be sent twice. */
  public Traffic onlyReading() {
    writes = false;
    return this;
  }

  /** Signs in again before the token ends, beside the requests. */
  private void renew() {
    long before = renewedAt.get();
    if (System.nanoTime() - before > RENEWAL
        && renewedAt.compareAndSet(before, System.nanoTime())) {
      Thread.startVirtualThread(() -> owner = people.signIn(email, NAME));
    }
  }

  @Override
  public Call get() {
    renew();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int part = random.nextInt(PARTS);
    if (writes && part < WRITES) {
      Hand hand = free.poll();
      if (hand != null) {
        return change(hand);
      }
    }
    Hand reader = hands.get(random.nextInt(hands.size()));
    return switch (part) {
      case PARTS - 1 -> Call.get("/api/users/me", owner.token());
      case PARTS - 2 -> Call.get("/api/inbox", owner.token());
      case PARTS - 3 -> Call.get(reader.paper.path(""), reader.author.token());
      default -> Call.get(reader.paper.path("/notes"), reader.author.token());
    };
  }

  /** Reads without a paper in the path, which any instance may answer. */
  public Supplier<Call> lists() {
    return () -> Call.get("/api/papers?limit=1", owner.token());
  }

  /** Only writes, as long as authors are free. */
  public Supplier<Call> onlyWrites() {
    return () -> {
      Hand hand = free.poll();
      return hand == null ? get() : change(hand);
    };
  }

  private Call change(Hand hand) {
    String text = "change " + (hand.changes.get() + 1);
    return Call.patch(
        hand.path,
        hand.author.token(),
        "{\"text\":\"" + text + "\"}",
        _ -> {
          hand.saved = text;
          hand.changes.incrementAndGet();
          free.add(hand);
        },
        () -> hand.open = text);
  }

  public long acknowledged() {
    return hands.stream().mapToLong(hand -> hand.changes.get()).sum();
  }

  /** Notes that do not say what was acknowledged last, nor what was sent after it; meant for when nothing is under way. */
  public List<String> lost() throws IOException {
    List<String> lost = new ArrayList<>();
    for (Hand hand : hands) {
      String text = client.get(hand.path).as(hand.author).send().expect(200).text("text");
      if (!text.equals(hand.saved) && !text.equals(hand.open)) {
        lost.add(hand.path + ": acknowledged \"" + hand.saved + "\", found \"" + text + "\"");
      }
    }
    return lost;
  }
}
