package app.rollingpaper.gateway.balance;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The two ways to choose among instances. Both give each its share by weight. */
final class Choice {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** How much more than its share of what is in flight one instance may have before keys of its own go elsewhere. */
  private static final double BALANCE = 1.5;

  /** What any instance may have in flight besides: among few requests, chance is not a burden. */
  private static final int SPARE = 6;

  /** How many requests more than another an instance may have in flight before those whose turn it is go to the other. */
  private static final int SLACK = 2;

  private final AtomicInteger turn = new AtomicInteger(ThreadLocalRandom.current().nextInt(1024));

  /**
   * Highest random weight: a key stays where it is unless its own instance leaves, and an instance whose weight grows only
   * ever takes keys from others. With bounded loads (Mirrokni, Thorup and Zadimoghaddam, <i>Consistent Hashing with Bounded
   * Loads</i>, 2016): an instance that falls behind, because it is cold or one of its keys is asked for by everybody, is
   * passed over in favour of the next best until it has caught up.
   */
  static Instance byKey(List<Instance> candidates, String key, long now) {
    double weights = 0;
    int inFlight = 0;
    for (Instance candidate : candidates) {
      weights += candidate.weightAt(now);
      inFlight += candidate.traffic().inFlight();
    }
    double allowed = BALANCE * inFlight / weights;
    long keyHash = hash(key);
    Instance best = candidates.getFirst();
    double bestScore = -1;
    for (Instance candidate : candidates) {
      if (candidate.traffic().inFlight() <= allowed * candidate.weightAt(now) + SPARE) {
        double score = score(keyHash, candidate, now);
        if (score > bestScore) {
          best = candidate;
          bestScore = score;
        }
      }
    }
    return best;
  }

  private static double score(long keyHash, Instance instance, long now) {
    double draw = ((mix(keyHash ^ instance.hash()) >>> 11) + 0.5) * 0x1p-53;
    return instance.weightAt(now) / -Math.log(draw);
  }

  /**
   * Of two candidates the one with fewer requests in flight for its weight. Among equals it is each one's turn, unless it is
   * more than a little behind another that is drawn: a fleet that keeps up is used evenly, however fast each instance is.
   * Otherwise both are drawn by weight.
   */
  Instance byLoad(List<Instance> candidates, long now) {
    int size = candidates.size();
    if (size == 1) {
      return candidates.getFirst();
    }
    double total = candidates.getFirst().weightAt(now);
    boolean equal = true;
    for (int i = 1; i < size; i++) {
      double weight = candidates.get(i).weightAt(now);
      equal &= weight == total / i;
      total += weight;
    }
    if (equal) {
      int first = Math.floorMod(turn.getAndIncrement(), size);
      Instance next = candidates.get(first);
      Instance other =
          candidates.get((first + 1 + ThreadLocalRandom.current().nextInt(size - 1)) % size);
      return next.traffic().inFlight() > other.traffic().inFlight() + SLACK ? other : next;
    }
    Instance one = drawn(candidates, total, now);
    Instance other = drawn(candidates, total, now);
    double oneLoad = one.traffic().inFlight() / one.weightAt(now);
    return other.traffic().inFlight() / other.weightAt(now) < oneLoad ? other : one;
  }

  private static Instance drawn(List<Instance> candidates, double total, long now) {
    double mark = ThreadLocalRandom.current().nextDouble() * total;
    for (Instance candidate : candidates) {
      mark -= candidate.weightAt(now);
      if (mark < 0) {
        return candidate;
      }
    }
    return candidates.getLast();
  }

  static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
