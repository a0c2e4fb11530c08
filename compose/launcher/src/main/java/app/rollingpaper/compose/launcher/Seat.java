package app.rollingpaper.compose.launcher;

/**
 * An instance's place in the system.
 *
 * @param name the process, and the instance as the gateway and people call it
 * @param release what runs there
 * @param colour tells the two sides of a deploy apart
 * @param weight its share of the requests, 0 to 100
 */
record Seat(
    ServiceKind kind,
    String name,
    int port,
    int adminPort,
    Release release,
    Colour colour,
    int weight) {
  static final int FULL_WEIGHT = 100;

  Seat weighing(int other) {
    return new Seat(kind, name, port, adminPort, release, colour, other);
  }

  Seat on(int otherPort, int otherAdminPort) {
    return new Seat(kind, name, otherPort, otherAdminPort, release, colour, weight);
  }

  Seat running(Release other) {
    return new Seat(kind, name, port, adminPort, other, colour, weight);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  AdminPort admin() {
    return new AdminPort(adminPort);
  }
}
