package app.rollingpaper.compose.launcher;

/** What came of a deploy. */
public sealed interface DeployOutcome {
  /** The sentence that ends the account of the deploy. */
  String sentence();

  /** As in the list of deploys. */
  String word();

  /** Only the new version runs. */
  record Done(String version) implements DeployOutcome {
    @Override
    public String sentence() {
      return "Done: " + version + " runs.";
    }

    @Override
    public String word() {
      return "done";
    }
  }

  /** Nothing was changed. */
  record Refused(String why) implements DeployOutcome {
    @Override
    public String sentence() {
      return "Refused: " + why;
    }

    @Override
    public String word() {
      return "refused";
    }
  }

  /** What was begun has been undone, and only the old version runs. */
  record RolledBack(String why) implements DeployOutcome {
    @Override
    public String sentence() {
      return "Rolled back: " + why;
    }

    @Override
    public String word() {
      return "rolled-back";
    }
  }

  /** The new version did not do well, and the old one could not be brought back everywhere: both run. */
  record Stuck(String why, String whyNotBack) implements DeployOutcome {
    @Override
    public String sentence() {
      return "Stuck between two versions: " + why + " Going back: " + whyNotBack;
    }

    @Override
    public String word() {
      return "stuck";
    }
  }
}
