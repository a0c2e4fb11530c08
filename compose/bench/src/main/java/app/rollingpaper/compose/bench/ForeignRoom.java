package app.rollingpaper.compose.bench;

import app.rollingpaper.compose.bench.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A room of another library, in a process that prints its port. */
final class ForeignRoom implements Room {
  private final String name;
  private final boolean socketIo;
  private final Process process;
  private final int port;

  private ForeignRoom(String name, boolean socketIo, Process process, int port) {
    this.name = name;
    this.socketIo = socketIo;
    this.process = process;
    this.port = port;
  }

  /** A room where a frame is a message. */
  static ForeignRoom plain(String name, List<String> command) throws IOException {
    return start(name, false, command);
  }

  /** A room that speaks Socket.IO's protocol. */
  static ForeignRoom socketIo(String name, List<String> command) throws IOException {
    return start(name, true, command);
  }

  private static ForeignRoom start(String name, boolean socketIo, List<String> command)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String port = output.readLine();
    if (port == null) {
      throw new IOException(name + " did not start");
    }
    return new ForeignRoom(name, socketIo, process, Integer.parseInt(port.strip()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Socket.Address address(int member) {
    String path = socketIo ? "/socket.io/?EIO=4&transport=websocket" : "/";
    return new Socket.Address("127.0.0.1", port, path, "", "");
  }

  @Override
  public String greeting(int member) {
    return socketIo ? "40" : "";
  }

  @Override
  public String message(int member, String mark) {
    String text = mark + "x".repeat(MESSAGE_BYTES - mark.length());
    return socketIo ? "42[\"message\",\"" + text + "\"]" : text;
  }

  @Override
  public long delivered(Socket member) {
    // Socket.IO says two things of its own first.
    return Math.max(0, member.messages() - (socketIo ? 2 : 0));
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
