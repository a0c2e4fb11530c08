/** Links that let people in without an account, and the people who came by them. */
@NullMarked
package app.rollingpaper.paper.guest;

import org.jspecify.annotations.NullMarked;
