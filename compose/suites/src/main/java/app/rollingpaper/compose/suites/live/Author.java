package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;

/** Who wrote something, as the protocol tells it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Author(UUID id, String name) {}
