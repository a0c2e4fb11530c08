package app.rollingpaper.paper.ledger;

import java.util.UUID;

/**
 * Who wrote something.
 *
 * @param id the owner's account or the guest
 * @param name as it was shown then
 */
public record Author(UUID id, String name) {}
