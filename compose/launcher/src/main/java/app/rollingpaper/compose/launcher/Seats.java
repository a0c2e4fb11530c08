package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.Ports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All instances the gateway shall know of. Each change is in the instances file when the call returns. Thread-safe. */
final class Seats {
  private final InstancesFile file;
  private final Map<ServiceKind, List<Seat>> seats = new EnumMap<>(ServiceKind.class);

  Seats(InstancesFile file) {
    this.file = file;
    for (ServiceKind kind : ServiceKind.values()) {
      seats.put(kind, new ArrayList<>());
    }
  }

  synchronized List<Seat> of(ServiceKind kind) {
    return List.copyOf(list(kind));
  }

  synchronized List<Seat> all() {
    return seats.values().stream().flatMap(List::stream).toList();
  }

  synchronized Seat named(String name) {
    return all().stream()
        .filter(seat -> seat.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "There is no instance "
                        + name
                        + "; there are "
                        + all().stream().map(Seat::name).toList()
                        + "."));
  }

  /** New instances on ports of their own, with the lowest numbers that are not taken; nobody knows of them yet. */
  synchronized List<Seat> vacant(ServiceKind kind, int count, Release release, Colour colour) {
    List<String> taken = list(kind).stream().map(Seat::name).toList();
    return Stream.iterate(1, number -> number + 1)
        .map(kind::instance)
        .filter(name -> !taken.contains(name))
        .limit(count)
        .map(
            name ->
                new Seat(kind, name, Ports.free(), Ports.free(), release, colour, Seat.FULL_WEIGHT))
        .toList();
  }

  synchronized void add(Collection<Seat> added) {
    added.forEach(seat -> list(seat.kind()).add(seat));
    write();
  }

  synchronized void remove(Seat removed) {
    list(removed.kind()).removeIf(seat -> seat.name().equals(removed.name()));
    write();
  }

  /** Puts another in the place of the one of the same name. */
  synchronized void replace(Seat replacement) {
    change(replacement.kind(), List.of(replacement.name()), seat -> replacement);
  }

  synchronized void weigh(ServiceKind kind, Collection<String> names, int weight) {
    change(kind, names, seat -> seat.weighing(weight));
  }

  private void change(ServiceKind kind, Collection<String> names, UnaryOperator<Seat> change) {
    list(kind).replaceAll(seat -> names.contains(seat.name()) ? change.apply(seat) : seat);
    write();
  }

  private List<Seat> list(ServiceKind kind) {
    return seats.computeIfAbsent(kind, _ -> new ArrayList<>());
  }

  private void write() {
    file.write(seats);
  }
}
