package app.rollingpaper.compose.launcher;

import app.rollingpaper.compose.embedded.EmbeddedPart;

/** An embedded store as the supervisor sees it. */
record StoreMember(String name, EmbeddedPart part) implements Member {
  @Override
  public void start() {
    part.start();
  }

  @Override
  public boolean isRunning() {
    return part.isRunning();
  }

  @Override
  public long pid() {
    return part.isRunning() ? part.pid() : -1;
  }

  @Override
  public String where() {
    return "127.0.0.1:" + part.port();
  }

  @Override
  public void kill() {
    part.kill();
  }

  @Override
  public void stop() {
    part.stop();
  }
}
