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
 * @param authorities a file of certificates of more authorities that an engine by TLS is trusted with, or null
 * @param source where the setting comes from, for a person: {@code DOCKER_HOST}
 * @param timeout how long each request may take
 */
public record DockerSettings(
        URI host, @Nullable Path tls, @Nullable Path authorities, String source, Duration timeout) {

    /** The source of what nobody set. */
    static final String DEFAULT = "default";

    /** The timeout where nobody sets another: a list of a busy host may take many seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Checks what can be checked without asking anybody. */
    public DockerSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout must be longer than nothing");
        }
    }

    /**
     * The engine at {@code host}, with the default timeout.
     *
     * @param source where the address comes from, for a person
     * @throws EngineException if the address is of no kind that is served
     */
    public static DockerSettings of(String host, @Nullable Path tls, String source) throws EngineException {
        return new DockerSettings(HostAddress.parse(host, tls != null, source), tls, null, source, DEFAULT_TIMEOUT);
    }

    /** The same engine with another timeout. */
    public DockerSettings withTimeout(Duration other) {
        return new DockerSettings(host, tls, authorities, source, other);
    }

    /** The same engine, trusted also with the authorities of a file of certificates in PEM. */
    DockerSettings withAuthorities(@Nullable Path file) {
        return new DockerSettings(host, tls, file, source, timeout);
    }
}
