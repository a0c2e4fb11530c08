package app.rollingpaper.paper.ledger;

import java.time.Instant;
import java.util.List;

/**
 * An entry of a paper's ledger: saved, ordered, final.
 *
 * @param seq position, contiguous from 1
 * @param client the author's client that sent it
 * @param n the client's own number of it
 * @param mutations what it does, all at once
 */
public record Op(long seq, ClientId client, long n, Author author, Instant at, List<Mutation> mutations) {}
