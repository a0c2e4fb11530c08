package app.rollingpaper.gateway.balance;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The two ways to choose among instances. */
final class Choice {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final AtomicInteger turn = new AtomicInteger(ThreadLocalRandom.current().nextInt(1024));

  /** Highest random weight: a key stays where it is unless its own instance leaves. */
  static Instance byKey(List<Instance> candidates, String key) {
    long keyHash = hash(key);
    Instance best = candidates.getFirst();
    long bestWeight = mix(keyHash ^ best.hash());
    for (int i = 1; i < candidates.size(); i++) {
      long weight = mix(keyHash ^ candidates.get(i).hash());
      if (Long.compareUnsigned(weight, bestWeight) > 0) {
        best = candidates.get(i);
        bestWeight = weight;
      }
    }
    return best;
  }

  /**
   * Of two candidates the one with fewer requests in flight. The first goes round in turn, so that an idle fleet is used
   * evenly; the second is drawn, so that two gateways do not march in step.
   */
  Instance byLoad(List<Instance> candidates) {
    int size = candidates.size();
    int first = Math.floorMod(turn.getAndIncrement(), size);
    if (size == 1) {
      return candidates.get(first);
    }
    int second = (first + 1 + ThreadLocalRandom.current().nextInt(size - 1)) % size;
    Instance one = candidates.get(first);
    Instance other = candidates.get(second);
    return other.inFlight() < one.inFlight() ? other : one;
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
