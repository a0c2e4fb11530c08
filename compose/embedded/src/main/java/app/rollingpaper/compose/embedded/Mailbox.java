package app.rollingpaper.compose.embedded;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on 127.0.0.1 that takes mail for anybody, sends none, keeps each as a file before it confirms it, and
 * shows them in a browser and as JSON. Both servers live in this JVM. Thread-safe.
 */
public final class Mailbox implements AutoCloseable {
  private final Path directory;
  private final MailFolder folder;
  private final int smtpPort;
  private final int webPort;
  private @Nullable GreenMail smtp;
  private @Nullable HttpServer web;

  /** Mails go to the directory; a port of 0 means a free one. */
  public Mailbox(Path directory, int smtpPort, int webPort) {
    this.directory = directory.toAbsolutePath().normalize();
    this.folder = new MailFolder(this.directory);
    this.smtpPort = smtpPort == 0 ? Ports.free() : smtpPort;
    this.webPort = webPort == 0 ? Ports.free() : webPort;
  }

  /** Takes mail from now on. */
  public synchronized void start() {
    if (smtp != null) {
      return;
    }
    for (int port : new int[] {smtpPort, webPort}) {
      if (!Ports.isFree(port)) {
        throw new CannotStart(
            "Port " + port + " on 127.0.0.1, meant for the mailbox, is taken by another program.");
      }
    }
    try {
      Files.createDirectories(directory);
      ServerSetup setup = new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
      setup.setServerStartupTimeout(10_000);
      GreenMail greenMail = new GreenMail(setup);
      greenMail
          .getUserManager()
          .setMessageDeliveryHandler(
              (message, recipient) -> {
                keep(message);
                return Kept.INSTANCE;
              });
      greenMail.start();
      smtp = greenMail;
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), webPort), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", new MailboxPage(folder, webPort));
      server.start();
      web = server;
    } catch (IOException failure) {
      close();
      throw new CannotStart("The mailbox could not be started: " + failure, failure);
    }
  }

  /** Where mail is sent to. */
  public String smtpUrl() {
    return "smtp://127.0.0.1:" + smtpPort;
  }

  /** The page; {@code /api/messages} beneath it answers as JSON. */
  public String webUrl() {
    return "http://127.0.0.1:" + webPort;
  }

  public int smtpPort() {
    return smtpPort;
  }

  /** Everything that arrived, newest first. */
  public List<Mail> messages() {
    return Files.isDirectory(directory) ? folder.all() : List.of();
  }

  public Optional<Mail> find(String id) {
    return folder.find(id);
  }

  @Override
  public synchronized void close() {
    if (web != null) {
      web.stop(0);
      web = null;
    }
    if (smtp != null) {
      smtp.stop();
      smtp = null;
    }
  }

  // A failure here ends the connection without a confirmation, so the sender knows to try again.
  private void keep(MovingMessage message) throws MessagingException {
    try {
      folder.keep(message.getMessage());
    } catch (IOException failure) {
      throw new MessagingException("not kept", failure);
    }
  }

  /** Stands for every recipient: the mail is in its file already. */
  private enum Kept implements GreenMailUser {
    INSTANCE;

    @Override
    public void create() {}

    @Override
    public void delete() {}

    @Override
    public void deliver(MovingMessage message) {}

    @Override
    public void deliver(jakarta.mail.internet.MimeMessage message) {}

    @Override
    public String getEmail() {
      return "anybody@localhost";
    }

    @Override
    public String getLogin() {
      return getEmail();
    }

    @Override
    public void authenticate(String password) {}

    @Override
    public String getPassword() {
      return "";
    }

    @Override
    public void setPassword(String password) {}

    @Override
    public String getQualifiedMailboxName() {
      return getEmail();
    }
  }
}
