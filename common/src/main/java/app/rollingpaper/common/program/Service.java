package app.rollingpaper.common.program;

import java.io.PrintStream;
import java.util.List;

/**
 * One service, as {@link Program} runs it.
 *
 * @param <C> its configuration
 */
public interface Service<C extends Record> {
  /** As in its jar's name, such as {@code paper-service}. */
  String name();

  Class<C> configuration();

  /** Brings the service's schema up to date. */
  void migrate(C config);

  /** Starts everything and returns what ends it; migrates first. */
  AutoCloseable start(C config);

  /**
   * A command of this service only.
   *
   * @return whether there is such a command
   */
  default boolean run(List<String> command, C config, PrintStream out) throws Exception {
    return false;
  }

  /** The further commands, for the usage text. */
  default List<String> commands() {
    return List.of();
  }
}
