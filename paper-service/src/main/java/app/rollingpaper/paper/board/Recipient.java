package app.rollingpaper.paper.board;

import app.rollingpaper.paper.ledger.Graphemes;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whom a paper is for.
 *
 * @param email where the link to the delivered paper goes; without it the owner passes the link on
 * @param locale of that mail: {@code ko} or {@code en}
 */
public record Recipient(
    @NotNull @Graphemes(min = 1, max = 40, maxBytes = 400) String name,
    @Nullable
        @Size(max = 254)
        @Pattern(regexp = "[^@\\s<>,;]+@[^@\\s<>,;]+", message = "is not an e-mail address")
        String email,
    @Nullable @Pattern(regexp = "ko|en", message = "must be ko or en") String locale) {}
