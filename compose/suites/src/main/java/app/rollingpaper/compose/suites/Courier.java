package app.rollingpaper.compose.suites;

import java.util.Random;
import java.util.UUID;

/** Opens papers, has a guest write on each, and delivers them, some sealed before: each to an address of its own. */
public final class Courier implements Writer {
  private final Client client;
  private final Patience patience;
  private final People people;
  private final Journal journal;
  private final Person owner;
  private final Random random;
  private int count;

  public Courier(Client client, Patience patience, Journal journal, Person owner, long seed) {
    this.client = client;
    this.patience = patience;
    this.people = new People(client, patience);
    this.journal = journal;
    this.owner = owner;
    this.random = new Random(seed);
  }

  @Override
  public void step() {
    count++;
    String recipient = "recipient-" + count + "-" + UUID.randomUUID() + "@example.org";
    Paper paper =
        people.open(
            owner, owner.name() + " " + count, recipient, random.nextBoolean() ? "ko" : "en");
    journal.follow(paper);
    Person guest = people.arrive(people.link(paper, "write"), "guest " + count);
    Writer writer = new OpWriter(client, patience, journal, paper, guest, random.nextLong());
    writer.step();
    writer.step();
    if (random.nextBoolean()) {
      people.turn(paper, "seal");
      journal.sealed(paper);
    }
    people.turn(paper, "deliver");
    journal.delivered(paper);
  }
}
