package app.rollingpaper.compose.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One Redis process among several that work together, on 127.0.0.1. Thread-safe. */
final class RedisNode implements EmbeddedPart {
  private static final int ANSWER_MILLIS = 2_000;

  private final Place place;
  private final List<String> arguments;
  private final PartProcess process;

  /**
   * @param arguments of {@code redis-server}, besides its port and place
   */
  RedisNode(Place place, List<String> arguments) {
    this.place = place;
    this.arguments = List.copyOf(arguments);
    this.process = new PartProcess("Redis", place, "redis-server");
  }

  @Override
  public synchronized void start() {
    if (process.isRunning()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(EmbeddedRedis.program(Platform.cache()).toString());
    command.addAll(arguments);
    command.addAll(
        List.of(
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port()),
            "--dir",
            place.directory().toString()));
    process.open(Signal.TERMINATE);
    process.launch(
        new PartProcess.Start(command, Map.of(), Set.of(), false, Signal.TERMINATE, this::answers));
  }

  private boolean answers() {
    try {
      return ask("PING").startsWith("+");
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The first line of the answer, or what it announces when it announces a text. */
  String ask(String command) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String first = String.valueOf(answer.readLine());
      if (!first.startsWith("$") || first.equals("$-1")) {
        return first;
      }
      char[] text = new char[Integer.parseInt(first.substring(1))];
      int size = 0;
      for (int count = 0; size < text.length && count >= 0; size += Math.max(0, count)) {
        count = answer.read(text, size, text.length - size);
      }
      return new String(text, 0, size);
    } catch (IOException silent) {
      throw new UncheckedIOException(silent);
    }
  }

  /** Asks for something that has to be granted. */
  void command(String command) {
    String answer = ask(command);
    if (answer.startsWith("-")) {
      throw new IllegalStateException(command.replaceFirst(" .*", "") + " was refused: " + answer);
    }
  }

  @Override
  public boolean isRunning() {
    return process.isRunning();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public int port() {
    return process.port();
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void stop() {
    process.stop(Signal.TERMINATE, Duration.ofSeconds(10));
  }
}
