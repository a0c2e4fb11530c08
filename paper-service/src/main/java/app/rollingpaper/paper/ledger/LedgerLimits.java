package app.rollingpaper.paper.ledger;

import jakarta.validation.constraints.Min;

/**
 * How much one paper may hold.
 *
 * @param notesPerPaper notes that are not deleted
 * @param textBytesPerPaper bytes of their text
 * @param waitingOpsPerPaper ops that may wait for the transaction in flight, for each instance
 */
public record LedgerLimits(
    @Min(1) int notesPerPaper, @Min(1) int textBytesPerPaper, @Min(1) int waitingOpsPerPaper) {}
