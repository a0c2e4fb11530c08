package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;
import app.rollingpaper.compose.suites.Paper;
import app.rollingpaper.compose.suites.Person;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A paper of the product as a room: its ledger lane or its live lane. */
final class PaperRoom implements Room {
  private static final String PADDING = "가나다라마바사아자차카타파하 ".repeat(2);

  private final Stage stage;
  private final Paper paper;
  private final List<Writer> members;
  private final boolean live;

  private PaperRoom(Stage stage, Paper paper, List<Writer> members, boolean live) {
    this.stage = stage;
    this.paper = paper;
    this.members = members;
    this.live = live;
  }

  /** A room in which members write what is saved. */
  static PaperRoom ledger(Stage stage, int size) {
    return room(stage, size, false);
  }

  /** A room in which members show what they are writing. */
  static PaperRoom live(Stage stage, int size) {
    return room(stage, size, true);
  }

  private static PaperRoom room(Stage stage, int size, boolean live) {
    Paper paper = stage.paper();
    List<Writer> members = stage.guests(paper, "write", size).stream().map(Writer::new).toList();
    return new PaperRoom(stage, paper, members, live);
  }

  /** A member with the numbers of their ops. */
  private static final class Writer {
    private final Person person;
    private final UUID note = UUID.randomUUID();
    private final String client = Protocol.client();
    private long last;

    Writer(Person person) {
      this.person = person;
    }
  }

  @Override
  public String name() {
    return live ? "live lane" : "ledger";
  }

  @Override
  public Socket.Address address(int member) {
    return stage.direct(0, paper, members.get(member).person);
  }

  @Override
  public String greeting(int member) {
    return Protocol.hello(members.get(member).client);
  }

  @Override
  public String message(int member, String mark) {
    Writer writer = members.get(member);
    if (live) {
      return Protocol.live(writer.note, mark + PADDING);
    }
    writer.last++;
    return writer.last == 1
        ? Protocol.add(1, writer.note, mark)
        : Protocol.set(writer.last, writer.note, mark);
  }

  @Override
  public long delivered(Socket member) {
    return live ? member.liveValues() : member.entries();
  }

  @Override
  public long pid() {
    return stage.pid("paper-1");
  }

  @Override
  public long cpuMicrosElsewhere() {
    return Stream.of("postgres", "redis")
        .mapToLong(store -> Machine.cpuMicrosOfAll(stage.pid(store)))
        .sum();
  }

  @Override
  public void close() {
    // The paper stays; the stage goes as a whole.
  }
}
