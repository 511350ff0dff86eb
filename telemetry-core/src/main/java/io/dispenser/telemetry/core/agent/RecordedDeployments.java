package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.table.TableTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which rows were recorded before.
 *
 * <p>A row that the engine told of has the same time whenever it is told: container and time make it out. A creation that was
 * found by looking at the containers is dated with the container's own time of creation instead, a moment before the engine's
 * event; since a container is created once, that is the same creation. A change of limits that was found by looking is dated
 * with the look: it is taken for the latest change that was recorded of the container, if that left the same limits.
 *
 * <p>Used by one thread.
 */
final class RecordedDeployments {

    /** How long after a container's own time of creation an engine may tell of it; it fills new volumes in between. */
    private static final Duration CREATION = Duration.ofMinutes(1);

    private final Map<String, List<RecordedDeployment>> left = new HashMap<>();

    RecordedDeployments(List<RecordedDeployment> recorded) {
        recorded.forEach(each -> left.computeIfAbsent(each.containerId(), id -> new ArrayList<>())
                .add(each));
    }

    /** From when on to ask what was recorded, to find {@code row} there. */
    static Instant earliest(DeploymentEvent row) {
        Instant at = row.timestamp();
        Instant created = row.containerCreatedAt();
        return (isCreation(row) && created.isBefore(at) ? created : at).minus(TableTime.ROUNDING);
    }

    /** Those of {@code rows}, in their order, that were not recorded. */
    List<DeploymentEvent> absent(List<DeploymentEvent> rows) {
        Set<RecordedDeployment> certain = new HashSet<>();
        List<DeploymentEvent> absent = new ArrayList<>();
        for (DeploymentEvent row : rows) {
            List<RecordedDeployment> same = of(row).stream()
                    .filter(each -> TableTime.mayBe(each.at(), row.timestamp()))
                    .toList();
            certain.addAll(same);
            if (same.isEmpty()) {
                absent.add(row);
            }
        }
        left.values().forEach(each -> each.removeAll(certain));
        absent.removeIf(row -> isCreation(row) && claimCreation(row));
        return absent;
    }

    /**
     * Whether an update that nobody told of was recorded after {@code since}, as the latest change of its container. To be
     * asked when {@link #absent} was.
     */
    boolean hasUpdate(DeploymentEvent row, Instant since) {
        Optional<RecordedDeployment> latest = of(row).stream()
                .filter(each -> !each.at().isBefore(since))
                .max(Comparator.comparing(RecordedDeployment::at));
        RecordedDeployment wanted = RecordedDeployment.of(row);
        return latest.filter(each -> Objects.equals(each.restartPolicy(), wanted.restartPolicy())
                        && Objects.equals(each.memoryLimit(), wanted.memoryLimit())
                        && Objects.equals(each.cpuLimit(), wanted.cpuLimit()))
                .isPresent();
    }

    private boolean claimCreation(DeploymentEvent row) {
        List<RecordedDeployment> candidates = of(row);
        Optional<RecordedDeployment> creation =
                candidates.stream().filter(each -> isCreationOf(row, each)).findFirst();
        creation.ifPresent(candidates::remove);
        return creation.isPresent();
    }

    private List<RecordedDeployment> of(DeploymentEvent row) {
        return left.getOrDefault(row.containerId(), List.of());
    }

    private static boolean isCreationOf(DeploymentEvent row, RecordedDeployment each) {
        Instant created = row.containerCreatedAt();
        return row.timestamp().equals(created)
                ? !each.at().isBefore(created) && !each.at().isAfter(created.plus(CREATION))
                : TableTime.mayBe(each.at(), created);
    }

    /** Updates and restarts are reloads, and never at the very time of creation. */
    private static boolean isCreation(DeploymentEvent row) {
        return row.trigger() != TriggerType.MANUAL_RELOAD || row.timestamp().equals(row.containerCreatedAt());
    }
}
