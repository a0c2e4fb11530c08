/** Letters, and how they leave. */
@NullMarked
package app.rollingpaper.notification.mail;

import org.jspecify.annotations.NullMarked;
