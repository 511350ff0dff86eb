package io.dispenser.telemetry.core.container;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an inspection told of one container at one time.
 *
 * @param id the full id
 * @param name the name, without a leading slash
 * @param labels the labels
 * @param image the image as the container's configuration names it
 * @param imageId {@code sha256:…}, the id of the image that the container runs
 * @param createdAt when the container was created
 * @param state the execution state
 * @param startedAt when it last started, or null if it never did
 * @param exitCode the exit code of its last end; 0 before the first
 * @param restartCount how often the engine restarted it by its policy
 * @param health what its health check says
 * @param restartPolicy when the engine restarts it
 * @param memoryLimitBytes the memory limit, or 0 where there is none
 * @param nanoCpus the CPU limit in billionths of a core, or 0 where there is none
 * @param publishedPorts the number of ports published to the host
 * @param mounts the number of mounts
 * @param networks the number of networks it is connected to
 * @param settings what else it was configured with, by name: a digest of each value, since values may be secret
 */
public record ContainerSnapshot(
        String id,
        String name,
        Map<String, String> labels,
        String image,
        String imageId,
        Instant createdAt,
        ContainerState state,
        @Nullable Instant startedAt,
        int exitCode,
        int restartCount,
        ContainerHealth health,
        RestartPolicy restartPolicy,
        long memoryLimitBytes,
        long nanoCpus,
        int publishedPorts,
        int mounts,
        int networks,
        Map<String, String> settings) {

    public ContainerSnapshot {
        labels = Map.copyOf(labels);
        settings = Map.copyOf(settings);
    }

    /** A snapshot of a container of whose settings nothing is known. */
    public ContainerSnapshot(
            String id,
            String name,
            Map<String, String> labels,
            String image,
            String imageId,
            Instant createdAt,
            ContainerState state,
            @Nullable Instant startedAt,
            int exitCode,
            int restartCount,
            ContainerHealth health,
            RestartPolicy restartPolicy,
            long memoryLimitBytes,
            long nanoCpus,
            int publishedPorts,
            int mounts,
            int networks) {
        this(
                id,
                name,
                labels,
                image,
                imageId,
                createdAt,
                state,
                startedAt,
                exitCode,
                restartCount,
                health,
                restartPolicy,
                memoryLimitBytes,
                nanoCpus,
                publishedPorts,
                mounts,
                networks,
                Map.of());
    }

    /** What an engine's list would say of this container. */
    public ContainerSummary summary() {
        return new ContainerSummary(id, name, image, labels, state);
    }
}
