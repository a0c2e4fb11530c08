package app.rollingpaper.gateway.discovery;

import app.rollingpaper.gateway.discovery.ListingParser.BadListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of instances that is read again whenever it changes.
 *
 * <p>Looked at by its inode, size and time instead of a watch service, because a file that is replaced by rename, or that
 * lives on a mounted volume, is seen by the former everywhere. A file that cannot be read leaves the last good listing in
 * force: a slip of an editor must not take the system down.
 */
public final class InstancesFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InstancesFile.class);

  private final Path path;
  private final Duration interval;
  private final Consumer<Listing> listener;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("instances-file").daemon().factory());
  private @Nullable Stamp seen;
  private String complaint = "";

  public InstancesFile(Path path, Duration interval, Consumer<Listing> listener) {
    this.path = path;
    this.interval = interval;
    this.listener = listener;
  }

  /** What is wrong with the file, in a sentence; empty when it can be used. */
  public static String problemWith(Path path) {
    try {
      ListingParser.parse(Files.readAllBytes(path));
      return "";
    } catch (NoSuchFileException missing) {
      return "there is no file " + path;
    } catch (IOException | BadListing unusable) {
      return path + ": " + unusable.getMessage();
    }
  }

  /** Reads the file once, tells the listener, and keeps watching. */
  public void start() {
    look();
    watcher.scheduleWithFixedDelay(
        this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Stamp stamp = Stamp.of(Files.readAttributes(path, BasicFileAttributes.class));
      if (stamp.equals(seen)) {
        return;
      }
      Listing listing = ListingParser.parse(Files.readAllBytes(path));
      seen = stamp;
      complaint = "";
      listener.accept(listing);
    } catch (NoSuchFileException missing) {
      complain("missing");
    } catch (IOException | BadListing unusable) {
      complain(String.valueOf(unusable.getMessage()));
    } catch (RuntimeException unexpected) {
      log.error("event=instances-file-failed", unexpected);
    }
  }

  private void complain(String what) {
    if (!what.equals(complaint)) {
      complaint = what;
      log.warn("event=instances-file-unusable file={} reason=\"{}\" keeping=last-good", path, what);
    }
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }

  private record Stamp(@Nullable Object file, long size, long modified) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.fileKey(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
  }
}
