package io.dispenser.telemetry.core.port;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was recorded of deployments before, in the table or on the way to it. An agent asks when it may have found deployments
 * a second time: its own state may be older than the table. A question may come from any thread, one at a time.
 */
@FunctionalInterface
public interface DeploymentHistory {

    /**
     * The deployments that were recorded of some containers, whoever recorded them.
     *
     * @param containerIds full ids
     * @param since the time from which on all are wanted; earlier ones may be among them
     * @return in any order; empty if there is no table yet
     * @throws SinkException if it can't be told: now, or, if it is permanent, until somebody mends the table
     */
    List<RecordedDeployment> of(Set<String> containerIds, Instant since) throws SinkException, InterruptedException;

    /**
     * This history together with {@code next}, to which rows go from here: it is asked second, so that a row on its way from
     * one to the other is found in one of them at least.
     */
    default DeploymentHistory and(DeploymentHistory next) {
        return (containerIds, since) -> {
            Set<RecordedDeployment> all = new LinkedHashSet<>(of(containerIds, since));
            all.addAll(next.of(containerIds, since));
            return List.copyOf(all);
        };
    }
}
