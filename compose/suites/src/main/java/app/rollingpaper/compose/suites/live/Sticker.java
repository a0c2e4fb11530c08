package app.rollingpaper.compose.suites.live;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A sticker on a note: its middle in percent of the note. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Sticker(String kind, double x, double y, double size, double rotation) {}
