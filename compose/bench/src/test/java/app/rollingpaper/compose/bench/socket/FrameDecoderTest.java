package app.rollingpaper.compose.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameDecoderTest {
  private final List<String> seen = new ArrayList<>();

  private final FrameDecoder.Sink sink =
      new FrameDecoder.Sink() {
        @Override
        public void text(FrameDecoder.Message message) {
          String kept = new String(message.kept(), 0, message.size(), StandardCharsets.UTF_8);
          seen.add(kept + " " + message.length() + " " + message.brackets());
        }

        @Override
        public void ping(byte[] payload) {
          seen.add("ping " + payload.length);
        }

        @Override
        public void closed(int code) {
          seen.add("closed " + code);
        }
      };

  @Test
  void framesOfEachLengthAreTakenApartWhereverTheStreamIsCut() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    for (int length : List.of(0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 70_000)) {
      String text = "[x".repeat(length / 2) + "y".repeat(length % 2);
      append(stream, 0x81, text.getBytes(StandardCharsets.UTF_8));
      String kept = text.substring(0, Math.min(4, length));
      expected.add(kept + " " + length + " " + length / 2);
    }
    byte[] bytes = stream.toByteArray();
    Random random = new Random(7);
    FrameDecoder decoder = new FrameDecoder(4, sink);
    for (int at = 0; at < bytes.length; ) {
      int more = Math.min(bytes.length - at, random.nextInt(10) == 0 ? 9_000 : random.nextInt(20));
      decoder.feed(ByteBuffer.wrap(bytes, at, more));
      at += more;
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void bracketsAreCountedAmongAllOtherBytes() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    byte[] every = new byte[256 * 3];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    append(stream, 0x81, every);
    new FrameDecoder(0, sink).feed(ByteBuffer.wrap(stream.toByteArray()));
    assertThat(seen).containsExactly(" 768 3");
  }

  @Test
  void aMessageInSeveralFramesIsOne() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    append(stream, 0x01, "[a".getBytes(StandardCharsets.UTF_8));
    append(stream, 0x00, "[b".getBytes(StandardCharsets.UTF_8));
    append(stream, 0x80, "[c".getBytes(StandardCharsets.UTF_8));
    append(stream, 0x89, new byte[3]);
    append(stream, 0x88, new byte[] {(byte) (4_000 >> 8), (byte) (4_000 & 0xff)});
    new FrameDecoder(Sockets.WHOLE, sink).feed(ByteBuffer.wrap(stream.toByteArray()));
    assertThat(seen).containsExactly("[a[b[c 6 3", "ping 3", "closed 4000");
  }

  private static void append(ByteArrayOutputStream stream, int head, byte[] payload) {
    stream.write(head);
    if (payload.length < 126) {
      stream.write(payload.length);
    } else if (payload.length < 1 << 16) {
      stream.write(126);
      stream.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      stream.write(127);
      stream.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    stream.writeBytes(payload);
  }
}
