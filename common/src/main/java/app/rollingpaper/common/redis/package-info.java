/** Where Redis is, for the services that use it. */
@NullMarked
package app.rollingpaper.common.redis;

import org.jspecify.annotations.NullMarked;
