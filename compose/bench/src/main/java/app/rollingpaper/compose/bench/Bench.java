package app.rollingpaper.compose.bench;

/** Something that can be measured by a command. */
interface Bench {
  /** Measures it and prints what it saw. */
  void run(Settings settings) throws Exception;
}
