/** What people hear of papers. */
@NullMarked
package app.rollingpaper.notification.paper;

import org.jspecify.annotations.NullMarked;
