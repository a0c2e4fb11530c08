package app.rollingpaper.gateway.discovery;

import app.rollingpaper.gateway.discovery.Listing.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Several sources of instances as one: what each said last, put together. Thread-safe. */
public final class Sources {
  private final Consumer<Listing> listener;
  private final List<Listing> latest = new ArrayList<>();

  public Sources(Consumer<Listing> listener) {
    this.listener = listener;
  }

  /** Takes what one more source says. */
  public synchronized Consumer<Listing> add() {
    int source = latest.size();
    latest.add(Listing.EMPTY);
    return listing -> said(source, listing);
  }

  private synchronized void said(int source, Listing listing) {
    latest.set(source, listing);
    Map<String, List<Entry>> all = new TreeMap<>();
    for (Listing one : latest) {
      one.services()
          .forEach(
              (service, entries) ->
                  all.computeIfAbsent(service, name -> new ArrayList<>()).addAll(entries));
    }
    listener.accept(new Listing(all));
  }
}
