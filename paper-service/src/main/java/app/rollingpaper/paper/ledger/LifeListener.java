package app.rollingpaper.paper.ledger;

import app.rollingpaper.paper.access.PaperId;
import org.jdbi.v3.core.Handle;

/** Told of the turns in a paper's life inside the transaction that makes them. */
public interface LifeListener {
  void sealed(Handle handle, PaperId paper);

  void delivered(Handle handle, PaperId paper);
}
