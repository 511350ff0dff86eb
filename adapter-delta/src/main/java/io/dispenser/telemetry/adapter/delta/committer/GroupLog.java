package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.core.port.SinkException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table's log, as a group commit needs it. */
public interface GroupLog {

    /**
     * A version of the table that is certain to be one.
     *
     * @param numbers the last number of each writer in it
     */
    record View(String tableId, long version, Map<String, Long> numbers) {

        /** A writer's last number; -1 if it has none. */
        public long last(String writerId) {
            return numbers.getOrDefault(writerId, -1L);
        }

        /** The next version, with these numbers added. */
        public View next(Map<String, Long> added) {
            Map<String, Long> all = new HashMap<>(numbers);
            all.putAll(added);
            return new View(tableId, version + 1, all);
        }
    }

    /** The latest version; looks whether the one that was known still is the table's. Empty if there is no table. */
    Optional<View> look() throws IOException, SinkException;

    /** What is known is forgotten: the next look reads the log. */
    void forget();

    /**
     * Commits {@code group} as the version after {@code view}, or not at all.
     *
     * @return empty if somebody else took that version
     * @throws IOException also if it is not known whether it happened
     */
    Optional<View> commit(View view, List<HandedOver> group) throws IOException, SinkException;

    /** The view after the version that somebody else took; empty if it has to be looked for anew. */
    Optional<View> afterOther(View view) throws IOException;

    /** What keeps the rows from being rows of the table, for a person; empty if nothing does. */
    Optional<String> misfit(View view, HandedOver batches) throws SinkException;

    /**
     * Whether batches of a writer that has no number in the table may be in it all the same, since the table may have forgotten the
     * number.
     */
    boolean mayBeForgotten(View view, HandedOver batches) throws IOException;

    /**
     * Of batches that may be in the table though its numbers don't say so, those that are not: looks for their rows.
     *
     * @throws IllegalArgumentException if they are no events that this version knows
     * @throws IllegalStateException if the definition of the table can't make events of rows
     */
    HandedOver lacking(View view, HandedOver batches) throws IOException;
}
