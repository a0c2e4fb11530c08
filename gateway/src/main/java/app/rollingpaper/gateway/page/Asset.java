package app.rollingpaper.gateway.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One file of the page, kept in memory as it is sent. */
record Asset(String contentType, String etag, byte[] bytes, byte @Nullable [] gzipped) {
  private static final int WORTH_ZIPPING = 1024;

  static Asset of(String name, byte[] bytes) {
    byte[] zipped = bytes.length < WORTH_ZIPPING || isPacked(name) ? null : gzip(bytes);
    return new Asset(contentType(name), '"' + digest(bytes) + '"', bytes, zipped);
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html;charset=utf-8";
      case "js" -> "text/javascript;charset=utf-8";
      case "css" -> "text/css;charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "woff2" -> "font/woff2";
      case "png" -> "image/png";
      case "webmanifest" -> "application/manifest+json";
      case "txt" -> "text/plain;charset=utf-8";
      default -> "application/octet-stream";
    };
  }

  private static boolean isPacked(String name) {
    return name.endsWith(".woff2") || name.endsWith(".png");
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes), 0, 12);
  }

  static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }
}
