package io.dispenser.telemetry.core.event;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The execution state of a container: Docker's words, two of ours, and whatever else an engine may call it.
 *
 * @param columnValue the word that stands in the table
 */
public record ContainerState(String columnValue) {

    public static final ContainerState CREATED = new ContainerState("created");
    public static final ContainerState RUNNING = new ContainerState("running");
    public static final ContainerState PAUSED = new ContainerState("paused");
    public static final ContainerState RESTARTING = new ContainerState("restarting");
    public static final ContainerState REMOVING = new ContainerState("removing");
    public static final ContainerState EXITED = new ContainerState("exited");
    public static final ContainerState DEAD = new ContainerState("dead");

    /** A service of the configuration has no container. */
    public static final ContainerState NOT_FOUND = new ContainerState("not_found");

    /** The container could not be inspected in time, or its engine used no word at all. */
    public static final ContainerState UNKNOWN = new ContainerState("unknown");

    private static final List<ContainerState> KNOWN =
            List.of(CREATED, RUNNING, PAUSED, RESTARTING, REMOVING, EXITED, DEAD, NOT_FOUND, UNKNOWN);

    public ContainerState {
        requireNonNull(columnValue, "columnValue");
    }

    /** All states of Docker's and ours; an engine may have more. */
    public static List<ContainerState> known() {
        return KNOWN;
    }

    /** The state for an engine's word: Podman's are Docker's by another name, and one that nobody knows is itself. */
    public static ContainerState ofEngineWord(String word) {
        return switch (word) {
            case "" -> UNKNOWN;
            case "initialized" -> CREATED;
            case "stopping" -> RUNNING;
            case "stopped" -> EXITED;
            default -> new ContainerState(word);
        };
    }

    /** Whether the container's process is there, so that it has an uptime. */
    public boolean isUp() {
        return equals(RUNNING) || equals(PAUSED) || equals(RESTARTING);
    }

    /** Whether the container's process ended, so that it has an exit code. */
    public boolean hasEnded() {
        return equals(EXITED) || equals(DEAD);
    }

    /** The word. */
    @Override
    public String toString() {
        return columnValue;
    }
}
