package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.deployment.TriggerRules.Difference;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports the creation of each container once, with its trigger. */
final class CreationRules {

    private static final Logger LOG = System.getLogger(CreationRules.class.getName());

    /** How long before a creation its schedule may have fired: stopping the predecessor takes time, pulling an image too. */
    private static final Duration CRON_WINDOW = Duration.ofSeconds(60);

    /** So many that are forgotten may stand among {@link #recorded}, before they are sought. */
    private static final int MOST_RECORDED = 1000;

    private final ServiceCatalog catalog;
    private final DeploymentRows rows;
    private final KnownContainers known;
    private final FullStartup startup;
    private final ZoneId zone;

    /** Containers whose creation has its row, or needs none. */
    private final Set<String> recorded = new HashSet<>();

    CreationRules(
            ServiceCatalog catalog, DeploymentRows rows, KnownContainers known, FullStartup startup, ZoneId zone) {
        this.catalog = catalog;
        this.rows = rows;
        this.known = known;
        this.startup = startup;
        this.zone = zone;
    }

    /** The creation of this container needs no row any more. */
    void markRecorded(String id) {
        recorded.add(id);
    }

    /** The row of the creation of a container that is known from now on; empty if it has its row. */
    Optional<DeploymentEvent> created(
            String service, ContainerFacts container, KnownContainer now, @Nullable ImageDetails image, Instant at) {
        if (!isFirst(container.id())) {
            return Optional.empty();
        }
        String label = container.labels().get(TriggerRules.LABEL);
        CronSchedule cron =
                catalog.definition(service).map(ServiceDefinition::cron).orElse(null);
        boolean cronFired =
                cron != null && !cron.isDense() && cron.firesWithin(CRON_WINDOW, container.createdAt(), zone);
        String family = KnownContainers.serviceOf(now);
        Set<String> remembered = known.servicesBefore(now);
        boolean inStart = startup.isPartOf(family, at, remembered);
        @Nullable KnownContainer before = known.predecessor(now).orElse(null);
        Difference difference = before == null ? null : difference(before, now);
        known.add(now);
        TriggerRules.Decision decision = TriggerRules.ofCreation(
                label,
                cronFired,
                inStart || !remembered.contains(family),
                catalog.definition(service).isPresent(),
                difference);
        DeploymentAction action = before == null ? DeploymentAction.CREATED : DeploymentAction.RECREATED;
        LOG.log(
                Level.DEBUG,
                () -> service + ": container " + container.id() + " is "
                        + decision.trigger().columnValue() + ", since " + decision.why());
        return Optional.of(rows.row(service, container, image, at, decision.trigger(), action, before));
    }

    /**
     * The row of a container that was there before anything was followed; empty if it has its row. Of several of a service none is
     * another's successor, and what triggered it nobody saw: the host's start stands for it.
     */
    Optional<DeploymentEvent> existed(
            String service, ContainerFacts container, KnownContainer now, @Nullable ImageDetails image, Instant at) {
        if (!isFirst(container.id())) {
            return Optional.empty();
        }
        known.add(now);
        return Optional.of(
                rows.row(service, container, image, at, TriggerType.STARTUP, DeploymentAction.CREATED, null));
    }

    private boolean isFirst(String id) {
        if (!recorded.add(id)) {
            return false;
        }
        if (recorded.size() > MOST_RECORDED + 2 * known.size()) {
            recorded.retainAll(known.ids());
            recorded.add(id);
        }
        return true;
    }

    private static Difference difference(KnownContainer before, KnownContainer now) {
        return new Difference(
                !ImageReference.isSame(now.image(), before.image()),
                differ(now.imageId(), before.imageId()),
                differ(now.configuration(), before.configuration()));
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.equals(other);
    }
}
