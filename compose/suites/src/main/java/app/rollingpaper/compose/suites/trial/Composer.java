package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.suites.live.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Thinks of what one author writes next, by chance that a seed decides. Not thread-safe. */
final class Composer {
  private static final double UNSOUND = 0.06;
  private static final int MOST_NOTES = 12;

  private final String name;
  private final Random random;
  private final List<UUID> notes = new ArrayList<>();
  private int count;

  Composer(String name, Random random) {
    this.name = name;
    this.random = random;
  }

  OpLog.Written next() {
    count++;
    if (random.nextDouble() < UNSOUND) {
      // Of two mutations one cannot be: neither must have an effect.
      UUID nobodys = new UUID(random.nextLong(), random.nextLong());
      return new OpLog.Written(
          List.of(add(nobodys), Mutation.text(new UUID(random.nextLong(), 1), "nowhere")), false);
    }
    List<Mutation> mutations = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int index = 0; index < size; index++) {
      mutations.add(mutation());
    }
    return new OpLog.Written(List.copyOf(mutations), true);
  }

  private Mutation mutation() {
    int kind = random.nextInt(10);
    if (notes.isEmpty() || kind < 3 && notes.size() < MOST_NOTES) {
      UUID note = new UUID(random.nextLong(), random.nextLong());
      notes.add(note);
      return add(note);
    }
    UUID note = notes.get(random.nextInt(notes.size()));
    if (kind < 6) {
      return Mutation.place(note, random.nextInt(1_000), random.nextInt(2_000));
    }
    if (kind < 9) {
      return Mutation.text(note, name + " again " + count + " 🎂");
    }
    notes.remove(note);
    return Mutation.delete(note);
  }

  private Mutation add(UUID note) {
    return Mutation.add(
        note, name + " " + count + " 축하해!", random.nextInt(1_000), random.nextInt(2_000));
  }
}
