/**
 * Writing together: the ledger and the live lane on sockets. The two never wait for each other; what serves one of them
 * carries its name.
 */
@NullMarked
package app.rollingpaper.paper.live;

import org.jspecify.annotations.NullMarked;
