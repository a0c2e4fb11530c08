/** The whole service over HTTP, on real stores, a real broker and real SMTP. */
@NullMarked
package app.rollingpaper.notification;

import org.jspecify.annotations.NullMarked;
