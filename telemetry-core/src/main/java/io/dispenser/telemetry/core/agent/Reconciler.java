package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.Deployment;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what the tracker knows with the containers that are there: what the engine's changes did not tell shows here. */
final class Reconciler {

    private final ContainerEngine engine;
    private final ServiceCatalog catalog;
    private final DeploymentTracker tracker;
    private final PastDeployments past;
    private final ImageResolver lookup;

    Reconciler(
            ContainerEngine engine,
            ServiceCatalog catalog,
            DeploymentTracker tracker,
            PastDeployments past,
            ImageResolver lookup) {
        this.engine = engine;
        this.catalog = catalog;
        this.tracker = tracker;
        this.past = past;
        this.lookup = lookup;
    }

    /**
     * Lists and inspects.
     *
     * @param everythingIsKnown whether all that is there counts as known: at the very first reconciliation
     * @param since when the engine was first followed
     * @param now the engine's time
     * @return the deployments that nobody told of, oldest container first
     */
    List<Deployment> reconcile(boolean everythingIsKnown, Instant since, Instant now)
            throws EngineException, InterruptedException {
        Set<String> present = new HashSet<>();
        List<String> managed = new ArrayList<>();
        for (ContainerSummary container : engine.list()) {
            present.add(container.id());
            if (catalog.serviceOf(container).isPresent()) {
                managed.add(container.id());
            } else {
                tracker.meet(container.id());
            }
        }
        List<ContainerSnapshot> containers = new ArrayList<>();
        for (Inspection inspection : managed.isEmpty() ? List.<Inspection>of() : engine.inspect(managed)) {
            if (inspection instanceof Inspection.Answered answered) {
                containers.add(answered.snapshot());
            }
        }
        containers.sort(Comparator.comparing(ContainerSnapshot::createdAt)); // predecessors first
        Map<String, Optional<ImageDetails>> images = new HashMap<>();
        List<Deployment> found = new ArrayList<>();
        for (ContainerSnapshot container : containers) {
            reconcile(container, image(container, images), everythingIsKnown, since, now)
                    .ifPresent(found::add);
        }
        tracker.onlyPresent(present);
        past.followed(now, tracker.suspects());
        return found;
    }

    private Optional<Deployment> reconcile(
            ContainerSnapshot container,
            @Nullable ImageDetails image,
            boolean everythingIsKnown,
            Instant since,
            Instant now) {
        if (!everythingIsKnown && tracker.isNews(container, since, now)) {
            return tracker.discovered(container, image);
        }
        Optional<Deployment> update = tracker.updatedUnseen(container, image, now);
        if (update.isPresent() && past.isOpen(container.id())) {
            return Optional.empty(); // a later reconciliation finds it again
        }
        if (update.isPresent() || !tracker.suspects().contains(container.id())) {
            tracker.know(container, image);
        }
        return update.filter(found -> !past.isRecorded(found.row()));
    }

    private @Nullable ImageDetails image(ContainerSnapshot container, Map<String, Optional<ImageDetails>> images)
            throws EngineException, InterruptedException {
        Optional<ImageDetails> asked = images.get(container.imageId());
        if (asked == null) {
            asked = Optional.ofNullable(lookup.imageOf(container));
            images.put(container.imageId(), asked);
        }
        return asked.orElse(null);
    }
}
