package app.rollingpaper.common.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends a small answer in one write. Jersey's container writes straight into Jetty's unbuffered response and flushes before
 * it closes, which would cost two packets and a chunked body; here the bytes wait until the last of them is known.
 */
final class SingleWrite extends Handler.Wrapper {
  private static final int LARGEST = 64 * 1024;

  SingleWrite(Handler handler) {
    super(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Gathered gathered = new Gathered(request, response, callback);
    return super.handle(request, gathered, gathered);
  }

  private static final class Gathered extends Response.Wrapper implements Callback {
    private final Callback callback;
    private byte[] bytes = new byte[0];
    private int count;
    private boolean streaming;
    private boolean ended;

    Gathered(Request request, Response response, Callback callback) {
      super(request, response);
      this.callback = callback;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback written) {
      int size = content == null ? 0 : content.remaining();
      ended |= last;
      if (streaming) {
        super.write(last, content, written);
      } else if (last) {
        gather(content, size);
        streaming = true;
        super.write(true, ByteBuffer.wrap(bytes, 0, count), written);
      } else if (count + size > LARGEST) {
        gather(content, size);
        streaming = true;
        super.write(false, ByteBuffer.wrap(bytes, 0, count), written);
      } else {
        gather(content, size);
        written.succeeded();
      }
    }

    private void gather(ByteBuffer content, int size) {
      if (size > 0) {
        if (count + size > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.max(count + size, bytes.length * 2));
        }
        content.get(bytes, count, size);
        count += size;
      }
    }

    @Override
    public void reset() {
      count = 0;
      streaming = false;
      ended = false;
      super.reset();
    }

    @Override
    public void succeeded() {
      if (count > 0 && !ended && !streaming) {
        streaming = true;
        ended = true;
        super.write(true, ByteBuffer.wrap(bytes, 0, count), callback);
      } else {
        callback.succeeded();
      }
    }

    @Override
    public void failed(Throwable cause) {
      callback.failed(cause);
    }

    @Override
    public InvocationType getInvocationType() {
      return callback.getInvocationType();
    }
  }
}
