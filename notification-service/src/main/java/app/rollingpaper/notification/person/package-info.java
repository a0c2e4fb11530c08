/** People: who can be told something, as other services' events describe them. */
@NullMarked
package app.rollingpaper.notification.person;

import org.jspecify.annotations.NullMarked;
