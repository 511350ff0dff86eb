package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container engine that can be observed. Every call ends within a deadline of the adapter's, also when the engine hangs,
 * and may come from any thread.
 */
public interface ContainerEngine extends AutoCloseable {

    /** How long a look at many containers takes at most where nobody says otherwise. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** What and where the engine is, for a person; known without asking it: {@code Docker Engine at unix:///…}. */
    String description();

    /**
     * Asks the engine for its version.
     *
     * @return the version in words, such as {@code 20.10.24, API 1.41}
     * @throws EngineException if it does not answer
     */
    String ping() throws EngineException, InterruptedException;

    /**
     * The name that the engine gives its host; empty where it doesn't tell.
     *
     * @throws EngineException if it does not answer, or refuses to tell
     */
    default Optional<String> hostName() throws EngineException, InterruptedException {
        return Optional.empty();
    }

    /**
     * What can't be had of this engine although it answers, since a proxy before it refuses a request, or it is set up so:
     * for each a sentence that says what is missing for that reason, and what to do. Asks the engine.
     *
     * @throws EngineException if it does not answer at all, or refuses what nothing goes without
     */
    default List<String> limitations() throws EngineException, InterruptedException {
        return List.of();
    }

    /** How far the engine's clock is ahead of this machine's, by the latest answers; zero where they may be the same. */
    default Duration clockAhead() {
        return Duration.ZERO;
    }

    /** All containers of the engine, whatever their state. */
    List<ContainerSummary> list() throws EngineException, InterruptedException;

    /**
     * Inspects containers, several at a time, each under a deadline of its own: one that hangs delays nobody.
     *
     * @param containerIds full ids
     * @param atMost how long all of it may take: what is not answered by then is {@link Inspection.Unanswered}
     * @return how each inspection ended, in the order of {@code containerIds}
     * @throws EngineException if the engine as a whole can't be reached
     */
    List<Inspection> inspect(List<String> containerIds, Duration atMost) throws EngineException, InterruptedException;

    /** {@link #inspect(List, Duration)} with as much time as a person might wait. */
    default List<Inspection> inspect(List<String> containerIds) throws EngineException, InterruptedException {
        return inspect(containerIds, PATIENCE);
    }

    /**
     * The same for a sample: instead of none, the answer to an earlier call will do that came too late for it, a moment ago. A
     * container that did not answer an earlier call in time is asked apart, and nobody waits for it.
     */
    default List<Inspection> sample(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        return inspect(containerIds, atMost);
    }

    /**
     * Reads what containers use, several at a time, each under a deadline of its own.
     *
     * @param containerIds full ids of containers that are up; what a stopped one uses is not told
     * @param atMost how long all of it may take
     * @return the usage of those that were answered, in any order; of none, if the engine can't tell at once
     * @throws EngineException if the engine as a whole can't be reached
     */
    List<ResourceUsage> usage(List<String> containerIds, Duration atMost) throws EngineException, InterruptedException;

    /**
     * An image's digests, size and settings.
     *
     * @param imageId {@code sha256:…}, or a name, for the image that bears it now
     * @throws EngineException if the engine does not answer, or has no such image
     */
    ImageDetails image(String imageId) throws EngineException, InterruptedException;

    /**
     * Follows the changes of all containers. Returns when the engine has accepted the request: no change after that is
     * missed while the stream lives. However the stream ends, {@code listener} is told. Of an engine that tells no changes, or
     * may not, the stream is a {@linkplain ChangeStream#mute mute} one.
     *
     * @param since the engine's time from which on to tell what it remembers, too; null for what happens from now on
     * @throws EngineException if there is no stream; the listener hears nothing then
     */
    ChangeStream changes(@Nullable Instant since, ChangeListener listener) throws EngineException, InterruptedException;

    /**
     * What the engine remembers of the changes of all containers from {@code since} until about now. An engine's memory is
     * short, and ends with it; how far back it reaches, the answer tells.
     *
     * @param since the engine's time, or null for no changes, but the engine's time all the same
     */
    ChangeHistory history(@Nullable Instant since) throws EngineException, InterruptedException;

    /** Ends all streams and calls under way. */
    @Override
    void close();
}
