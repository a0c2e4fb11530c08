package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.CannotStart;
import app.rollingpaper.compose.embedded.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps members running: one that ends is started again at once, and later and later while it goes on ending early.
 * Thread-safe.
 */
final class Supervisor implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int LOOKS_BETWEEN_CHORES = 200;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration STEADY = Duration.ofSeconds(30);
  private static final int SHIFT_LIMIT = 10;

  private final Map<String, Watched> members = new LinkedHashMap<>();
  private final Consumer<String> news;
  private final Runnable chores;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Tells what happens, and does the chores every ten seconds. */
  Supervisor(Consumer<String> news, Runnable chores) {
    this.news = news;
    this.chores = chores;
    Thread.ofPlatform().daemon().name("supervisor").start(this::watch);
  }

  /** What a member is doing. */
  enum State {
    STARTING,
    READY,
    WAITING,
    DOWN,
    /** It finishes what it has begun, and another has its name already. */
    LEAVING
  }

  /** A member as people see it. */
  record Report(String name, State state, long pid, String where, int restarts) {}

  /** Starts the member and returns when it is ready; from then on it is kept running. */
  void start(Member member) {
    Watched watched = new Watched(member);
    synchronized (members) {
      if (closed.getCount() == 0) {
        throw new CannotStart("Stopped while starting.");
      }
      members.put(member.name(), watched);
    }
    long began = System.nanoTime();
    watched.startFirst();
    news.accept(
        String.format(
            Locale.ROOT,
            "%-16s ready after %.1f s",
            member.name(),
            (System.nanoTime() - began) / 1e9));
  }

  /** Asks the member to finish, and forgets it. */
  void remove(String name) {
    find(name).keepDown(Member::stop);
    synchronized (members) {
      members.remove(name);
    }
  }

  /** Starts a member that takes the name of one which goes on, for now, as the leaving one. */
  void replace(Member member) {
    Watched fresh = new Watched(member);
    fresh.startFirst();
    synchronized (members) {
      members.put(leaving(member.name()), find(member.name()).leave());
      members.put(member.name(), fresh);
    }
  }

  /** Gives the name back to the leaving member; the one that had taken it is the leaving one now. */
  void putBack(String name) {
    synchronized (members) {
      Watched original = find(leaving(name));
      members.put(leaving(name), find(name).leave());
      members.put(name, original.stay());
    }
  }

  /** Asks the leaving member to finish, and forgets it. */
  void removeLeaving(String name) {
    remove(leaving(name));
  }

  private static String leaving(String name) {
    return name + "-leaving";
  }

  /** Ends the member at once; it is started again as after any sudden death. */
  void kill(String name) {
    find(name).member.kill();
  }

  /** Ends the member at once and leaves it down. */
  void killAndKeepDown(String name) {
    find(name).keepDown(Member::kill);
  }

  /** Asks the member to finish and leaves it down. */
  void stop(String name) {
    find(name).keepDown(Member::stop);
  }

  /** Starts a member that was left down. */
  void startAgain(String name) {
    find(name).startFirst();
  }

  Member member(String name) {
    return find(name).member;
  }

  List<Report> reports() {
    List<Report> reports = new ArrayList<>();
    Map<String, Watched> reported;
    synchronized (members) {
      reported = new LinkedHashMap<>(members);
    }
    reported.forEach((name, watched) -> reports.add(watched.report(name)));
    return reports;
  }

  /** Stops the members of these names side by side; from the first call on nothing is started again. */
  void stopAll(Collection<String> names) {
    close();
    List<Thread> stopping = new ArrayList<>();
    for (Watched watched : all()) {
      if (names.contains(watched.member.name())) {
        // A leaving one ends together with the one that has its name.
        stopping.add(Thread.ofVirtual().start(() -> watched.keepDown(Member::stop)));
      }
    }
    for (Thread thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  List<String> names() {
    return all().stream().map(watched -> watched.member.name()).toList();
  }

  /** Ends the watching; the members themselves go on. */
  @Override
  public void close() {
    synchronized (members) {
      closed.countDown();
    }
  }

  private Watched find(String name) {
    synchronized (members) {
      Watched watched = members.get(name);
      if (watched == null) {
        throw new NoSuchElementException(
            "There is no process " + name + "; there are " + members.keySet() + ".");
      }
      return watched;
    }
  }

  private List<Watched> all() {
    synchronized (members) {
      return List.copyOf(members.values());
    }
  }

  private void watch() {
    try {
      for (long look = 1; !closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS); look++) {
        if (look % LOOKS_BETWEEN_CHORES == 0) {
          chores.run();
        }
        for (Watched watched : all()) {
          watched.look();
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Watched {
    private final Member member;
    private volatile long pid = -1;
    private volatile String where = "";
    private State state = State.DOWN;
    private long readySince;
    private int earlyEnds;
    private int restarts;

    Watched(Member member) {
      this.member = member;
    }

    void startFirst() {
      synchronized (this) {
        if (state != State.DOWN) {
          return;
        }
        state = State.STARTING;
      }
      try {
        member.start();
      } catch (RuntimeException failure) {
        synchronized (this) {
          state = State.DOWN;
        }
        throw failure;
      }
      started();
    }

    private void started() {
      boolean wanted;
      synchronized (this) {
        wanted = state == State.STARTING && closed.getCount() > 0;
        state = wanted ? State.READY : State.DOWN;
        readySince = System.nanoTime();
        pid = wanted ? member.pid() : -1;
        where = member.where();
      }
      if (!wanted) {
        member.stop();
      }
    }

    synchronized void look() {
      if (state != State.READY || member.isRunning()) {
        return;
      }
      earlyEnds = System.nanoTime() - readySince > STEADY.toNanos() ? 0 : earlyEnds + 1;
      state = State.WAITING;
      Thread.ofVirtual().name("restart-" + member.name()).start(this::restart);
    }

    private void restart() {
      while (true) {
        Duration pause = pause();
        news.accept(
            member.name()
                + " has ended; starting it again"
                + (pause.isZero() ? "" : " in " + pause.toMillis() + " ms"));
        if (!pause.isZero()) {
          Waiting.until(pause, LOOK_EVERY, () -> closed.getCount() == 0);
        }
        synchronized (this) {
          if (state != State.WAITING || closed.getCount() == 0) {
            return;
          }
          state = State.STARTING;
          restarts++;
        }
        try {
          member.start();
          started();
          news.accept(member.name() + " is back (process " + member.pid() + ")");
          return;
        } catch (RuntimeException failure) {
          synchronized (this) {
            if (state != State.STARTING) {
              return;
            }
            state = State.WAITING;
            earlyEnds++;
          }
          news.accept(String.valueOf(failure.getMessage()));
        }
      }
    }

    private synchronized Duration pause() {
      if (earlyEnds <= 1) {
        return Duration.ZERO;
      }
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(earlyEnds - 2, SHIFT_LIMIT));
      return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    void keepDown(Consumer<Member> ending) {
      synchronized (this) {
        state = State.DOWN;
      }
      ending.accept(member);
    }

    /** From now on it is not started again when it ends. */
    synchronized Watched leave() {
      state = State.LEAVING;
      return this;
    }

    synchronized Watched stay() {
      state = State.READY;
      return this;
    }

    // The member itself is not asked: while it is being started it does not answer.
    synchronized Report report(String name) {
      boolean alive = pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
      return new Report(name, state, alive ? pid : -1, where, restarts);
    }
  }
}
