package app.rollingpaper.user.key;

import app.rollingpaper.common.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/** Seals private keys for the database: AES-256-GCM under a key derived from the configured secret (HKDF). Thread-safe. */
final class KeyCipher {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  KeyCipher(Secret secret) {
    try {
      key =
          KDF.getInstance("HKDF-SHA256")
              .deriveKey(
                  "AES",
                  HKDFParameterSpec.ofExtract()
                      .addIKM(secret.reveal().getBytes(StandardCharsets.UTF_8))
                      .thenExpand(
                          "rolling-paper signing keys".getBytes(StandardCharsets.UTF_8),
                          KEY_BYTES));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this Java platform lacks HKDF-SHA256", impossible);
    }
  }

  /** The text sealed, openable only with the same secret and under the same name. */
  byte[] seal(String name, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, name, nonce);
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] joined = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, joined, NONCE_BYTES, sealed.length);
      return joined;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a signing key could not be sealed", impossible);
    }
  }

  /**
   * The text that was sealed.
   *
   * @throws IllegalStateException when the secret is another one or the bytes are not what was sealed
   */
  String open(String name, byte[] sealed) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, name, Arrays.copyOf(sealed, NONCE_BYTES));
      byte[] text = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      throw new IllegalStateException(
          "keys.encryption-secret does not open the signing keys in the database", wrong);
    }
  }

  private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
