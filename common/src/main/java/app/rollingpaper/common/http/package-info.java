/** The HTTP server every service runs in: Jetty and Jersey on virtual threads, a public and an admin port, problem details. */
@NullMarked
package app.rollingpaper.common.http;

import org.jspecify.annotations.NullMarked;
