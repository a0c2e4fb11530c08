package app.rollingpaper.notification.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server that counts what it takes, repetitions too, and that can be told to answer a step of the conversation in
 * its own way: {@code greeting}, {@code RCPT}, {@code DATA}, {@code content}.
 */
public final class ScriptedSmtp implements AutoCloseable {
  private static final String SILENCE = "";
  private static final String HANG_UP = "hang up";

  private final ServerSocket socket;
  private final ConcurrentHashMap<String, List<String>> script = new ConcurrentHashMap<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Listens on a port of 127.0.0.1; 0 is a free one. */
  public ScriptedSmtp(int port) {
    try {
      socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    Thread.ofVirtual().start(this::run);
  }

  public String url() {
    return "smtp://127.0.0.1:" + port();
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The next times that this step is reached, it is answered so; then as usual. */
  public ScriptedSmtp answer(String step, String... answers) {
    script.put(step, new CopyOnWriteArrayList<>(answers));
    return this;
  }

  /** Says nothing at that step, and keeps the connection. */
  public ScriptedSmtp fallSilentAt(String step) {
    return answer(step, SILENCE);
  }

  /** Ends the connection at that step, whatever was sent before. */
  public ScriptedSmtp hangUpAt(String step) {
    return answer(step, HANG_UP);
  }

  /** What was taken, one entry for each time. */
  public List<String> accepted() {
    return accepted;
  }

  private void run() {
    try {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // Which is how it ends.
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = client.getOutputStream();
      say(out, "greeting", "220 scripted ESMTP");
      String line = in.readLine();
      while (line != null) {
        String verb = line.split("[ :]", 2)[0];
        switch (verb) {
          case "EHLO", "HELO" -> say(out, verb, "250 scripted");
          case "MAIL", "RSET" -> say(out, verb, "250 ok");
          case "RCPT" -> say(out, verb, "250 ok");
          case "DATA" -> {
            say(out, verb, "354 go on");
            StringBuilder content = new StringBuilder();
            line = in.readLine();
            while (line != null && !line.equals(".")) {
              content.append(line).append("\r\n");
              line = in.readLine();
            }
            if (say(out, "content", "250 taken")) {
              accepted.add(content.toString());
            }
          }
          case "QUIT" -> {
            say(out, verb, "221 bye");
            return;
          }
          default -> say(out, verb, "502 not here");
        }
        line = in.readLine();
      }
    } catch (IOException gone) {
      // As clients do.
    } finally {
      open.remove(client);
    }
  }

  /** Answers whether it was the usual answer. */
  private boolean say(OutputStream out, String step, String usual) throws IOException {
    List<String> answers = script.getOrDefault(step, List.of());
    String answer = answers.isEmpty() ? usual : answers.removeFirst();
    if (answer.equals(HANG_UP)) {
      throw new IOException(HANG_UP);
    }
    if (!answer.equals(SILENCE)) {
      out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    return answer.equals(usual);
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket client : open) {
        client.close();
      }
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
