package io.dispenser.telemetry.benchmarks.race;

import io.dispenser.telemetry.benchmarks.FleetRows;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Batches of samples as one host takes them: thirty containers, minute by minute.
 *
 * @param day the beginning of the day that all are of
 */
record RaceRows(Instant day) {

    private static final int CONTAINERS = 30;
    private static final int RESTARTS = 3;
    private static final int SECONDS_BETWEEN = 60;
    private static final int MOST_SECONDS = 80_000;

    static RaceRows ofYesterday() {
        return new RaceRows(Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS));
    }

    Batch<ContainerStatusEvent> batch(String writer, long number, int rows) {
        FleetRows host = new FleetRows(CONTAINERS, day.minus(1, ChronoUnit.DAYS));
        Random random = new Random(number);
        List<ContainerStatusEvent> events = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            int minute = row / CONTAINERS;
            long second = (number % 1_000) + (((long) minute * SECONDS_BETWEEN) % MOST_SECONDS);
            events.add(host.row(day.plusSeconds(second), 0, row % CONTAINERS, random.nextInt(RESTARTS), random));
        }
        return new Batch<>(writer, number, events);
    }
}
