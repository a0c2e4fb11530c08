package app.rollingpaper.compose.embedded;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mails as files; the same Message-ID is one file however often it arrives. Thread-safe. */
record MailFolder(Path directory) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final String SUFFIX = ".eml";

  /** On the disk when this returns. */
  void keep(MimeMessage message) throws IOException, MessagingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    String[] names = message.getHeader("Message-ID");
    byte[] identity =
        names == null ? bytes.toByteArray() : names[0].strip().getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve(sha256(identity) + SUFFIX);
    if (Files.exists(file)) {
      return;
    }
    Path beside = Files.createTempFile(directory, "arriving", "");
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes.toByteArray()));
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Newest first. */
  List<Mail> all() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .flatMap(file -> read(file).stream())
          .sorted(Comparator.comparing(Mail::receivedAt).reversed())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Optional<Mail> find(String id) {
    return ID.matcher(id).matches() ? read(directory.resolve(id + SUFFIX)) : Optional.empty();
  }

  private static Optional<Mail> read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), content);
      Instant receivedAt = Files.getLastModifiedTime(file).toInstant();
      String name = file.getFileName().toString();
      return Optional.of(
          new Mail(
              name.substring(0, name.length() - SUFFIX.length()),
              addresses(message.getAllRecipients()),
              String.join(", ", addresses(message.getFrom())),
              Optional.ofNullable(message.getSubject()).orElse(""),
              receivedAt,
              body(message, "text/plain"),
              body(message, "text/html")));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (MessagingException failure) {
      throw new IllegalStateException("unreadable mail " + file, failure);
    }
  }

  private static List<String> addresses(Address @Nullable [] addresses) {
    return addresses == null
        ? List.of()
        : Arrays.stream(addresses)
            .map(
                address ->
                    address instanceof InternetAddress internet
                        ? internet.toUnicodeString()
                        : address.toString())
            .toList();
  }

  private static String body(Part part, String type) throws IOException, MessagingException {
    if (part.isMimeType(type) && part.getContent() instanceof String text) {
      return text;
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int index = 0; index < parts.getCount(); index++) {
        BodyPart inner = parts.getBodyPart(index);
        String text = body(inner, type);
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "";
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
