/** The notification service: tells people what happened to their papers, in the application and by mail. */
@NullMarked
package app.rollingpaper.notification;

import org.jspecify.annotations.NullMarked;
