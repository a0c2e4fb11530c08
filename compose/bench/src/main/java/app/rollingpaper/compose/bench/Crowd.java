package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Person;
import java.util.ArrayList;
import java.util.List;

/** Many who look at many papers: each guest with nearly as many sockets as one may have on a paper. */
record Crowd(List<Seat> seats) {
  private static final int SOCKETS_OF_A_GUEST = 19;
  private static final int GUESTS_OF_A_PAPER = 5;

  /** A socket that is to be: whose, and on which paper. */
  record Seat(Paper paper, Person person, String client) {
    Socket.Address on(Stage stage, int instance) {
      return stage.direct(instance, paper, person);
    }
  }

  static Crowd of(Stage stage, int size) {
    List<Seat> seats = new ArrayList<>();
    while (seats.size() < size) {
      Paper paper = stage.paper();
      for (Person guest : stage.guests(paper, "write", GUESTS_OF_A_PAPER)) {
        for (int i = 0; i < SOCKETS_OF_A_GUEST && seats.size() < size; i++) {
          seats.add(new Seat(paper, guest, Protocol.client()));
        }
      }
    }
    return new Crowd(List.copyOf(seats));
  }

  List<Paper> papers() {
    return seats.stream().map(Seat::paper).distinct().toList();
  }
}
