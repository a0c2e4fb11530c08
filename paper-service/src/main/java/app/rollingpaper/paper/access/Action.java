package app.rollingpaper.paper.access;

/** What can be done with a paper, and the one table of who may do it when. */
public enum Action {
  /** See what the paper is for and how far it is. */
  SEE {
    @Override
    public boolean allowed(Role role, PaperState state) {
      return switch (role) {
        case OWNER, WRITER, READER -> true;
        case RECIPIENT -> state == PaperState.DELIVERED;
      };
    }
  },
  /** Read what is written on it, now or in its history. */
  READ {
    @Override
    public boolean allowed(Role role, PaperState state) {
      return switch (role) {
        case OWNER -> true;
        case WRITER, READER -> state != PaperState.CANCELLED;
        case RECIPIENT -> state == PaperState.DELIVERED;
      };
    }
  },
  /**
   * Write on it. Whether the paper is still open is decided by the ledger under its lock, which answers more precisely;
   * here it only matters who asks.
   */
  WRITE {
    @Override
    public boolean allowed(Role role, PaperState state) {
      return role == Role.OWNER || role == Role.WRITER;
    }
  },
  /** Say thanks and react to notes. */
  RESPOND {
    @Override
    public boolean allowed(Role role, PaperState state) {
      return role == Role.RECIPIENT && state == PaperState.DELIVERED;
    }
  },
  /** Change its settings, its links and its state. */
  MANAGE {
    @Override
    public boolean allowed(Role role, PaperState state) {
      return role == Role.OWNER;
    }
  };

  public abstract boolean allowed(Role role, PaperState state);
}
