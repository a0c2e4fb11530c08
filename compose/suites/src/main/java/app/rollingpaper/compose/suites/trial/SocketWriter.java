package app.rollingpaper.compose.suites.trial;

import app.rollingpaper.compose.suites.Person;
import app.rollingpaper.compose.suites.live.Destination;
import app.rollingpaper.compose.suites.live.LiveClient;
import app.rollingpaper.compose.suites.live.LiveNetwork;
import app.rollingpaper.compose.suites.live.Outbox;
import app.rollingpaper.compose.suites.live.Replica;
import app.rollingpaper.compose.suites.live.Save;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/**
 * Somebody who writes over a socket, and now and then loses the connection or is gone altogether and comes back with what
 * was kept. Used by one thread at a time.
 */
final class SocketWriter implements AutoCloseable {
  private static final int MOST_WAITING = 40;

  private final LiveNetwork network;
  private final Destination destination;
  private final Random random;
  private final Composer composer;
  private final Outbox outbox;
  private final OpLog log;
  private LiveClient client;

  SocketWriter(LiveNetwork network, Destination destination, Person author, Random random) {
    this.network = network;
    this.destination = destination;
    this.random = random;
    this.composer = new Composer(author.name(), random);
    this.outbox = new Outbox(HexFormat.of().toHexDigits(random.nextLong()));
    this.log = new OpLog(author.author(), outbox.client());
    this.client = client();
  }

  private LiveClient client() {
    return new LiveClient(network, destination, outbox, log).start();
  }

  /** Does one thing, without waiting for what becomes of it. */
  void step() {
    int chance = random.nextInt(100);
    if (chance < 1) {
      client.die();
      client = client();
    } else if (chance < 2) {
      client.close();
      client = client();
    } else if (chance < 4) {
      client.breakConnection();
    } else if (chance < 15) {
      client.say("cursor", Map.of("x", random.nextInt(1_000), "y", random.nextInt(1_000)));
    } else if (outbox.count() < MOST_WAITING) {
      OpLog.Written op = composer.next();
      log.wrote(client.write(op.d()), op);
    }
  }

  /** Whether all of it is decided, and this client knows the ledger as far as that. */
  boolean isSaved(long head) {
    return client.save().state() == Save.State.SAVED
        && client.status() == LiveClient.Status.LIVE
        && client.replica().position() >= head;
  }

  boolean isDecided() {
    return outbox.count() == 0;
  }

  OpLog log() {
    return log;
  }

  Replica replica() {
    return client.replica();
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return outbox.client() + " " + client.status() + " " + client.save();
  }
}
