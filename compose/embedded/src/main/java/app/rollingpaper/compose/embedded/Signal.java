package app.rollingpaper.compose.embedded;

import java.io.IOException;

/** A POSIX signal that this system sends to its processes. */
public enum Signal {
  INTERRUPT("INT"),
  TERMINATE("TERM"),
  KILL("KILL"),
  STOP("STOP"),
  CONTINUE("CONT");

  private final String shortName;

  Signal(String shortName) {
    this.shortName = shortName;
  }

  String shortName() {
    return shortName;
  }

  /** Sends the signal; a process that is already gone is no error. */
  public void sendTo(long pid) {
    try {
      // The shell's own kill: a bare system may lack the program.
      new ProcessBuilder("/bin/sh", "-c", "kill -" + shortName + " " + pid)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException failure) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
