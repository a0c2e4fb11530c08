/** Mail: letters to people, written with the event that asks for them and sent afterwards. */
@NullMarked
package app.rollingpaper.notification.mail;

import org.jspecify.annotations.NullMarked;
