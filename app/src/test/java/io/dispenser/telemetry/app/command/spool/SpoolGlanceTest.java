package io.dispenser.telemetry.app.command.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.spool.SegmentState;
import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of many segments are shown to a person. */
class SpoolGlanceTest {

    @Test
    void thoseToLookAtAndTheOldestOfTheOthers() {
        List<SpooledSegment> segments = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            segments.add(segment(number, number == 700 ? SegmentState.REJECTED : SegmentState.SEALED));
        }
        assertThat(SpoolListCommand.glance(segments))
                .extracting(SpooledSegment::number)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 700L);
        assertThat(SpoolListCommand.glance(segments.subList(0, 15))).hasSize(15);
    }

    private static SpooledSegment segment(long number, SegmentState state) {
        return new SpooledSegment("t", number, "file", "w", state, 2, 100, null, List.of());
    }
}
