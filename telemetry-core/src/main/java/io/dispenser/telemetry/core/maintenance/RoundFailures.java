package io.dispenser.telemetry.core.maintenance;

import io.dispenser.telemetry.core.port.MaintenanceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has to mend does not pass by waiting, so the operations after one that failed of it are done all the same:
 * a log must not grow because a file can't be deleted. Any other failure ends the round.
 */
final class RoundFailures {

    private @Nullable MaintenanceException first;

    @FunctionalInterface
    interface Operation<T> {
        T run() throws MaintenanceException, InterruptedException;
    }

    /** What came of {@code operation}; empty if it failed of something that somebody has to mend. */
    <T> Optional<T> of(Operation<T> operation) throws MaintenanceException, InterruptedException {
        try {
            return Optional.of(operation.run());
        } catch (MaintenanceException e) {
            if (!e.isPermanent()) {
                throw e;
            }
            if (first == null) {
                first = e;
            } else {
                first.addSuppressed(e);
            }
            return Optional.empty();
        }
    }

    void throwFirst() throws MaintenanceException {
        if (first != null) {
            throw first;
        }
    }
}
