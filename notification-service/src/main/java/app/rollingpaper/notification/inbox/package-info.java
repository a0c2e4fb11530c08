/** The inbox: what a person is told in the application. */
@NullMarked
package app.rollingpaper.notification.inbox;

import org.jspecify.annotations.NullMarked;
