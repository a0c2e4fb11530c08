package app.rollingpaper.compose.launcher;

import java.nio.file.Path;

/**
 * One version of a program as it lies in the data directory, where nobody changes it while it runs.
 *
 * @param program such as {@code paper-service}
 * @param version as people see it
 * @param build tells builds apart that are called the same
 * @param jar the thin jar, its libraries beside it
 */
record Release(String program, String version, String build, Path jar) {}
