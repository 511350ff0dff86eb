package io.dispenser.telemetry.adapter.delta.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The last numbers of writers in the version of a table that is known. One thread at a time. */
final class WriterNumbers {

    /** Of those writers that were asked for; -1 of one that has none. */
    private final Map<String, Long> numbers = new HashMap<>();

    /** Whether a writer that is not there has none. */
    private boolean allKnown;

    /** Another version is known, of which nothing follows from what was known before. */
    void forget() {
        numbers.clear();
        allKnown = false;
    }

    /** Those are all; from now on they follow from the commits. */
    void know(Map<String, Long> all) {
        numbers.clear();
        numbers.putAll(all);
        allKnown = true;
    }

    /** All of them, if they were told. */
    Optional<Map<String, Long>> all() {
        return allKnown ? Optional.of(Map.copyOf(numbers)) : Optional.empty();
    }

    /** The version that is known is the one after a commit with these numbers. */
    void committed(Map<String, Long> transactions) {
        if (allKnown) {
            numbers.putAll(transactions);
        } else {
            transactions.forEach((writer, number) -> numbers.computeIfPresent(writer, (same, before) -> number));
        }
    }

    /** @param inLog asked for a writer of whom nothing is known */
    OptionalLong last(String writerId, Supplier<Optional<Long>> inLog) {
        Long number = numbers.get(writerId);
        if (number == null) {
            number = inLog.get().orElse(-1L);
            numbers.put(writerId, number);
        }
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
