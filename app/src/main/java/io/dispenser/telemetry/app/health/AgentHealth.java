package io.dispenser.telemetry.app.health;

import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineHealth.State;
import io.dispenser.telemetry.core.port.SpoolSpace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is, at one moment.
 *
 * @param version the program's version
 * @param startedAt since when it runs
 * @param at the moment
 * @param engine the engine that it observes
 * @param tables the tables that it writes
 */
public record AgentHealth(
        String version, Instant startedAt, Instant at, EngineHealth engine, List<TableHealth> tables) {

    public AgentHealth {
        tables = List.copyOf(tables);
    }

    /** What keeps rows from being collected or written, each in one sentence; empty if all is well. */
    public List<String> troubles() {
        return Stream.concat(engine.troubles().stream(), tables.stream().flatMap(table -> table.troubles().stream()))
                .toList();
    }

    /** What somebody should look at, though rows are collected and written, each in one sentence. */
    public List<String> notices() {
        return tables.stream().flatMap(table -> table.notices().stream()).toList();
    }

    /** Since when there is a trouble, the longest lasting; null if there is none, or none that has begun in this life. */
    public @Nullable Instant troubledSince() {
        Stream<@Nullable Instant> begins =
                Stream.concat(Stream.of(engine.problemSince()), tables.stream().map(TableHealth::problemSince));
        return begins.filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }

    /**
     * The engine.
     *
     * @param name what it is called
     * @param followedSince since when its changes are followed; null while they are not
     * @param lastSample the last sample of all containers; null if there was none yet
     * @param problem why its changes are not followed, or samples give nothing; null if neither is so
     * @param problemSince since when
     */
    public record EngineHealth(
            String name,
            @Nullable Instant followedSince,
            @Nullable Instant lastSample,
            @Nullable String problem,
            @Nullable Instant problemSince) {

        /** What somebody can do about its trouble, and what it costs meanwhile; null if there is none. */
        public @Nullable String remedy() {
            if (troubles().isEmpty()) {
                return null;
            }
            return followedSince == null
                    ? "mend the cause; dispenser-telemetry check tries it. Deployments of meanwhile are found when it is back,"
                            + " samples of meanwhile are not"
                    : "see what the engine is busy with; samples of meanwhile are missing, deployments are not";
        }

        private List<String> troubles() {
            if (problem != null) {
                return List.of((followedSince == null ? "the engine is not followed" : "there are no samples")
                        + " since " + problemSince + ": " + problem);
            }
            return followedSince == null ? List.of(name + " was not reached yet") : List.of();
        }
    }

    /**
     * Batches that hosts handed over to be committed by one for all, and that nobody commits.
     *
     * @param files how many files of them were seen
     * @param writers of how many writers
     * @param since when the oldest was handed over, or later
     * @param problem what keeps them, in a sentence
     */
    public record Stranded(long files, long writers, Instant since, String problem) {}

    /**
     * What was done in each of the last minutes that are over, an hour at most, the oldest first; null for a minute of which
     * nothing is known.
     *
     * @param until the end of the last one
     * @param accepted events that were accepted
     * @param written events that came into the table
     * @param waiting the most events that were seen to wait
     * @param flushMillis how long the slowest successful write took; null also if there was none
     */
    public record Recent(
            Instant until,
            List<@Nullable Long> accepted,
            List<@Nullable Long> written,
            List<@Nullable Long> waiting,
            List<@Nullable Long> flushMillis) {

        /** Of how many seconds each number is. */
        public static final int SECONDS = 60;

        /** How many events were accepted a minute, of the minutes that are known; null of none. */
        public @Nullable Double acceptedAMinute() {
            OptionalDouble mean = accepted.stream()
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .average();
            return mean.isPresent() ? mean.getAsDouble() : null;
        }
    }

    /**
     * A table.
     *
     * @param uri where it is
     * @param pipeline the way of events to it
     * @param reached whether it could be written since the start
     * @param lastWrite the last successful write; null if there was none yet
     * @param problemSince since when it can't be written; null if it can
     * @param stranded what other hosts handed over there and nobody commits; null if there is nothing
     * @param lastMaintenance the last round of maintenance that ended well; null if there was none yet
     * @param maintenanceProblem why the last one did not; null if it did
     * @param recent what became of events in the last hour
     */
    public record TableHealth(
            String uri,
            PipelineHealth pipeline,
            boolean reached,
            @Nullable Instant lastWrite,
            @Nullable Instant problemSince,
            @Nullable Stranded stranded,
            @Nullable Instant lastMaintenance,
            @Nullable String maintenanceProblem,
            Recent recent) {

        /**
         * For how many seconds the spool would take events if none left it, at the last hour's pace and the size of those that
         * wait; null where either is not known.
         */
        public @Nullable Long spoolLasts() {
            SpoolSpace space = pipeline.space();
            Double pace = recent.acceptedAMinute();
            if (space == null || pace == null || pace <= 0 || pipeline.waiting() <= 0 || space.usedBytes() <= 0) {
                return null;
            }
            double bytesOfOne = (double) space.usedBytes() / pipeline.waiting();
            return (long) (space.freeBytes() / (bytesOfOne * pace) * Recent.SECONDS);
        }

        /** What somebody can do about its trouble, and what it costs meanwhile; null if there is none. */
        public @Nullable String remedy() {
            if (pipeline.spoolProblem() != null) {
                return "make the spool's disk work again, or give it room. Until then new rows are refused, and counted";
            }
            return switch (pipeline.state()) {
                case BLOCKED ->
                    "mend the cause; dispenser-telemetry check tries each step of a write. Rows wait in the spool meanwhile, and"
                            + " none is lost while it has room";
                case RETRYING ->
                    "it may pass by itself, and is tried again and again; rows wait in the spool meanwhile, and none is lost"
                            + " while it has room";
                case WORKING -> reached ? null : "wait for the first attempt to end; rows wait in the spool meanwhile";
            };
        }

        private List<String> troubles() {
            List<String> troubles = new ArrayList<>();
            if (pipeline.state() != State.WORKING) {
                troubles.add(pipeline.table() + " can't be written"
                        + (problemSince == null ? "" : " since " + problemSince) + ": " + pipeline.problem());
            } else if (!reached) {
                troubles.add(pipeline.table() + " was not reached yet");
            }
            if (pipeline.spoolProblem() != null) {
                troubles.add("the spool of " + pipeline.table() + " fails: " + pipeline.spoolProblem());
            }
            return troubles;
        }

        private List<String> notices() {
            List<String> notices = new ArrayList<>();
            if (pipeline.setAside() > 0) {
                notices.add(pipeline.setAside() + " of the rows of " + pipeline.table()
                        + " can't be written and are set aside; look at them with spool cat --rejected");
            }
            if (stranded != null) {
                notices.add("at " + pipeline.table() + ", " + stranded.files() + " files of " + stranded.writers()
                        + " writers are not committed since " + stranded.since().truncatedTo(ChronoUnit.SECONDS) + ": "
                        + stranded.problem());
            }
            if (maintenanceProblem != null) {
                notices.add(pipeline.table() + " was not maintained the last time: " + maintenanceProblem);
            }
            return notices;
        }
    }
}
