package app.rollingpaper.compose.walls.broken.board;

import com.rabbitmq.client.Channel;
import org.jdbi.v3.core.Jdbi;

/** A resource with a transaction and a broker of its own. */
public record BoardResource(Jdbi jdbi, Channel channel) {}
