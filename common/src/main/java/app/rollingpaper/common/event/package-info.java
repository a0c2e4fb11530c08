/** Events between services: a transactional outbox, one ordered relay, idempotent consumers, dead letters. */
@NullMarked
package app.rollingpaper.common.event;

import org.jspecify.annotations.NullMarked;
