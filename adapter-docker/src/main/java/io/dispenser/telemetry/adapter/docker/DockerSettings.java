package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.port.EngineException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a Docker Engine is, and how long to wait for it.
 *
 * @param host {@code unix:///path} or {@code tcp://host:port}
 * @param tls the folder of {@code ca.pem}, {@code cert.pem} and {@code key.pem}, or null for a connection without TLS
 * @param source where the setting comes from, for a person: {@code DOCKER_HOST}
 * @param callDeadline for a ping, a list, an image, and each of the two requests that start a stream
 * @param inspectDeadline for the inspection of one container
 * @param usageDeadline for the statistics of one container; an engine up to 20.10 takes a second
 */
public record DockerSettings(
        URI host,
        @Nullable Path tls,
        String source,
        Duration callDeadline,
        Duration inspectDeadline,
        Duration usageDeadline) {

    /** The source of what nobody set. */
    static final String DEFAULT = "default";

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** Checks what can be checked without asking anybody. */
    public DockerSettings {
        if (callDeadline.isNegative()
                || callDeadline.isZero()
                || inspectDeadline.isNegative()
                || inspectDeadline.isZero()
                || usageDeadline.isNegative()
                || usageDeadline.isZero()) {
            throw new IllegalArgumentException("a deadline must be longer than nothing");
        }
    }

    /**
     * The engine at {@code host}, with default deadlines.
     *
     * @param source where the address comes from, for a person
     * @throws EngineException if the address is of no kind that is served
     */
    public static DockerSettings of(String host, @Nullable Path tls, String source) throws EngineException {
        return new DockerSettings(
                HostAddress.parse(host, tls != null, source), tls, source, DEADLINE, DEADLINE, DEADLINE);
    }

    /** The same engine with other deadlines. */
    public DockerSettings withDeadlines(Duration call, Duration inspect, Duration usage) {
        return new DockerSettings(host, tls, source, call, inspect, usage);
    }
}
