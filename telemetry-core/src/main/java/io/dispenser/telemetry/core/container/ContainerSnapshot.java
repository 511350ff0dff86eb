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
 * @param finishedAt when it last ended, or null if it never did
 * @param exitCode the exit code of its last end; 0 before the first
 * @param oomKilled whether its last end was the kernel's, for want of memory, as the engine says
 * @param restartCount how often the engine restarted it by its policy
 * @param health what its health check says
 * @param restartPolicy when the engine restarts it
 * @param memoryLimitBytes the memory limit, or 0 where there is none
 * @param nanoCpus the CPU limit in billionths of a core, or 0 where there is none
 * @param publishedPorts the number of ports published to the host
 * @param mounts the number of mounts
 * @param networks the number of networks it is connected to
 * @param ownNetwork whether it has a network of its own, and not another container's or the host's
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
        @Nullable Instant finishedAt,
        int exitCode,
        boolean oomKilled,
        int restartCount,
        ContainerHealth health,
        RestartPolicy restartPolicy,
        long memoryLimitBytes,
        long nanoCpus,
        int publishedPorts,
        int mounts,
        int networks,
        boolean ownNetwork,
        Map<String, String> settings) {

    public ContainerSnapshot {
        labels = Map.copyOf(labels);
        settings = Map.copyOf(settings);
    }

    /**
     * Begins a snapshot of a container of which nothing else is known: no labels, limits, health check, ports, mounts,
     * networks or settings, the policy {@code no}, a state that is unknown.
     */
    public static Builder builder(String id, Instant createdAt) {
        return new Builder(id, createdAt);
    }

    /** What an engine's list would say of this container. */
    public ContainerSummary summary() {
        return new ContainerSummary(id, name, image, labels, state);
    }

    /** Puts a snapshot together; each method sets what the component of its name tells. One thread. */
    public static final class Builder {

        private final String id;
        private Instant createdAt;
        private String name = "";
        private Map<String, String> labels = Map.of();
        private String image = "";
        private String imageId = "";
        private ContainerState state = ContainerState.UNKNOWN;
        private @Nullable Instant startedAt;
        private @Nullable Instant finishedAt;
        private int exitCode;
        private boolean oomKilled;
        private int restartCount;
        private ContainerHealth health = ContainerHealth.NONE;
        private RestartPolicy restartPolicy = RestartPolicy.NO;
        private long memoryLimitBytes;
        private long nanoCpus;
        private int publishedPorts;
        private int mounts;
        private int networks;
        private boolean ownNetwork = true;
        private Map<String, String> settings = Map.of();

        private Builder(String id, Instant createdAt) {
            this.id = id;
            this.createdAt = createdAt;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder labels(Map<String, String> labels) {
            this.labels = labels;
            return this;
        }

        public Builder image(String image) {
            this.image = image;
            return this;
        }

        public Builder imageId(String imageId) {
            this.imageId = imageId;
            return this;
        }

        public Builder createdAt(Instant createdAt) {
            this.createdAt = createdAt;
            return this;
        }

        public Builder state(ContainerState state) {
            this.state = state;
            return this;
        }

        public Builder startedAt(@Nullable Instant startedAt) {
            this.startedAt = startedAt;
            return this;
        }

        public Builder finishedAt(@Nullable Instant finishedAt) {
            this.finishedAt = finishedAt;
            return this;
        }

        public Builder oomKilled(boolean oomKilled) {
            this.oomKilled = oomKilled;
            return this;
        }

        public Builder exitCode(int exitCode) {
            this.exitCode = exitCode;
            return this;
        }

        public Builder restartCount(int restartCount) {
            this.restartCount = restartCount;
            return this;
        }

        public Builder health(ContainerHealth health) {
            this.health = health;
            return this;
        }

        public Builder restartPolicy(RestartPolicy restartPolicy) {
            this.restartPolicy = restartPolicy;
            return this;
        }

        public Builder memoryLimitBytes(long memoryLimitBytes) {
            this.memoryLimitBytes = memoryLimitBytes;
            return this;
        }

        public Builder nanoCpus(long nanoCpus) {
            this.nanoCpus = nanoCpus;
            return this;
        }

        public Builder publishedPorts(int publishedPorts) {
            this.publishedPorts = publishedPorts;
            return this;
        }

        public Builder mounts(int mounts) {
            this.mounts = mounts;
            return this;
        }

        public Builder networks(int networks) {
            this.networks = networks;
            return this;
        }

        public Builder ownNetwork(boolean ownNetwork) {
            this.ownNetwork = ownNetwork;
            return this;
        }

        public Builder settings(Map<String, String> settings) {
            this.settings = settings;
            return this;
        }

        public ContainerSnapshot build() {
            return new ContainerSnapshot(
                    id,
                    name,
                    labels,
                    image,
                    imageId,
                    createdAt,
                    state,
                    startedAt,
                    finishedAt,
                    exitCode,
                    oomKilled,
                    restartCount,
                    health,
                    restartPolicy,
                    memoryLimitBytes,
                    nanoCpus,
                    publishedPorts,
                    mounts,
                    networks,
                    ownNetwork,
                    settings);
        }
    }
}
