package app.rollingpaper.paper.live;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * The limits and times of sockets.
 *
 * @param instance name of this instance, as clients are told it; a made-up one when empty
 * @param allowedOrigins origins of pages that may connect besides the public one, with commas between them
 * @param frameBytes bytes of a frame that comes in
 * @param opsPerSecond ops of one connection
 * @param opsBurst ops that may come at once
 * @param livePerSecond messages of one connection's live lane
 * @param liveBytes bytes of what one of them says
 * @param sockets on this instance
 * @param socketsPerPaper of one paper on this instance
 * @param socketsPerAuthor of one author on one paper on this instance
 * @param joinsAtOnce of those coming in, how many may use the database at a time
 * @param helloTimeout how long a new socket may stay silent
 * @param heartbeat how often a client has to be heard of; 10 s more are tolerated
 * @param writeTimeout how long a reader may take for one frame
 * @param membershipCheck how often it is looked up whether those connected still belong to the paper
 * @param signInValid how long a sign-in opens a socket before it has to be shown again
 * @param headWatch how often the heads of the open papers are looked up while there is no bus
 * @param headWatchWithBus how often while there is one
 * @param keepHub how long a paper without readers is kept ready for their return
 * @param drainSpread over how long a stopping instance may spread the return of its clients to others; thousands take longer
 */
public record LiveConfig(
    @NotNull String instance,
    @NotNull String allowedOrigins,
    @Min(1_024) @Max(65_536) int frameBytes,
    @Min(1) int opsPerSecond,
    @Min(1) int opsBurst,
    @Min(1) int livePerSecond,
    @Min(64) @Max(16_384) int liveBytes,
    @Min(1) int sockets,
    @Min(1) int socketsPerPaper,
    @Min(1) int socketsPerAuthor,
    @Min(1) int joinsAtOnce,
    @NotNull Duration helloTimeout,
    @NotNull Duration heartbeat,
    @NotNull Duration writeTimeout,
    @NotNull Duration membershipCheck,
    @NotNull Duration signInValid,
    @NotNull Duration headWatch,
    @NotNull Duration headWatchWithBus,
    @NotNull Duration keepHub,
    @NotNull Duration drainSpread) {}
