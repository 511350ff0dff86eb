package io.dispenser.telemetry.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deployments in the order of their times. */
final class DeploymentTimes {

    private final List<DeploymentRecord> sorted = new ArrayList<>(0);

    void add(DeploymentRecord deployment) {
        sorted.add(firstAfter(deployment.at), deployment);
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    /** The last one until a moment. */
    @Nullable
    DeploymentRecord notAfter(long time) {
        int next = firstAfter(time);
        return next == 0 ? null : sorted.get(next - 1);
    }

    /** The first one after a moment. */
    @Nullable
    DeploymentRecord after(long time) {
        int next = firstAfter(time);
        return next == sorted.size() ? null : sorted.get(next);
    }

    private int firstAfter(long time) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).at <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    List<DeploymentRecord> all() {
        return sorted;
    }

    void removeIf(Predicate<DeploymentRecord> unwanted) {
        sorted.removeIf(unwanted);
    }
}
