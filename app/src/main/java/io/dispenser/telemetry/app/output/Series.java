package io.dispenser.telemetry.app.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of numbers of equal distances in time, as a value of a table: for people a {@link Sparkline}, for programs the numbers.
 *
 * @param values the oldest first; null where it is not known
 * @param joined what several of them are, where there is no room for each
 */
public record Series(List<@Nullable Long> values, Joined joined) {

    /** What several numbers become together. */
    public enum Joined {
        /** Their mean, rounded up so that something does not look like nothing: for what is counted. */
        MEAN,
        /** The largest: for what stands, or lasts. */
        PEAK
    }

    public Series {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * At most {@code most} numbers that tell the same: each is what as many of the numbers are together; the newest ones are
     * complete, the first may be of fewer. What is not known does not count.
     */
    public Series within(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("there is room for " + most + " numbers");
        }
        int size = (values.size() + most - 1) / most;
        if (size <= 1) {
            return this;
        }
        List<@Nullable Long> groups = new ArrayList<>();
        for (int end = values.size(); end > 0; end -= size) {
            groups.add(0, together(values.subList(Math.max(0, end - size), end)));
        }
        return new Series(groups, joined);
    }

    private @Nullable Long together(List<@Nullable Long> group) {
        List<Long> known = group.stream().filter(Objects::nonNull).toList();
        if (known.isEmpty()) {
            return null;
        }
        if (joined == Joined.PEAK) {
            return Collections.max(known);
        }
        long sum = known.stream().mapToLong(Long::longValue).sum();
        return -Math.floorDiv(-sum, (long) known.size());
    }
}
