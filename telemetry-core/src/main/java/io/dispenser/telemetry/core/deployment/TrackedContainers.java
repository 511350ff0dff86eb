package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an engine's containers: which there are and were, how they were configured, and which of them run. It is
 * told what happens and asks nobody.
 *
 * <p>Not safe for use by several threads.
 */
public final class TrackedContainers {

    /** What Compose creates bears another name for a moment. */
    static final Duration RENAMED_AT_BIRTH = Duration.ofMinutes(10);

    private final ServiceCatalog catalog;
    private final KnownContainers known = new KnownContainers();
    private final UnseenUpdates unseenUpdates = new UnseenUpdates();
    private final StartRules startRules = new StartRules();
    private final FullStartup fullStartup = new FullStartup();

    TrackedContainers(ServiceCatalog catalog) {
        this.catalog = catalog;
    }

    void restore(TrackerState trackerState) {
        for (KnownContainer container : trackerState.containers()) {
            known.add(container);
            startRules.restore(container.id(), container.startedAt(), container.endedAt());
        }
        fullStartup.restore(trackerState.startup());
    }

    /** What a later process has to know of them. */
    public List<KnownContainer> remembered() {
        return known.history().stream()
                .map(container -> container.ran(startRules.startOf(container.id()), startRules.endOf(container.id())))
                .toList();
    }

    /** The same of starts of everything. */
    public StartupState startup() {
        return fullStartup.state();
    }

    /** The containers that were there when they were last asked for. */
    public Set<String> present() {
        return known.present();
    }

    KnownContainers known() {
        return known;
    }

    UnseenUpdates unseenUpdates() {
        return unseenUpdates;
    }

    StartRules startRules() {
        return startRules;
    }

    FullStartup fullStartup() {
        return fullStartup;
    }

    /** Learns of a container that is there: no deployment, but a predecessor. One that is not managed is a stranger. */
    public void know(ContainerSnapshot container, @Nullable ImageDetails image) {
        unseenUpdates.confirm(container.id());
        known.add(knownOf(container, image));
    }

    /**
     * Whether {@code container} is managed and was never heard of, so that it was created unobserved; or a moment ago, under
     * another name.
     *
     * @param since when the engine was first followed: what is older is no news
     * @param now the engine's time
     */
    public boolean isNews(ContainerSnapshot container, Instant since, Instant now) {
        KnownContainer before = known.get(container.id());
        boolean unheard = before == null
                || (before.service() == null
                        && container.createdAt().plus(RENAMED_AT_BIRTH).isAfter(now));
        return unheard
                && catalog.serviceOf(container).isPresent()
                && !container.createdAt().isBefore(since);
    }

    /** Learns that a container is there that is not managed. */
    public void meet(String id) {
        if (known.get(id) == null) {
            known.add(new KnownContainer(id, null, "", "", null, null, null, null, Instant.EPOCH, true));
        }
    }

    /** A container was removed at {@code at}. */
    public void gone(String id, Instant at) {
        KnownContainer container = known.get(id);
        known.gone(id);
        unseenUpdates.confirm(id);
        if (container != null && container.service() != null && known.managed().isEmpty()) {
            fullStartup.emptied(at);
        }
    }

    /** Exactly these containers are there at {@code now}. */
    public void onlyPresent(Set<String> ids, Instant now) {
        known.onlyPresent(ids);
        unseenUpdates.onlyPresent(ids);
        startRules.onlyPresent(ids);
        if (known.managed().isEmpty()) {
            fullStartup.foundEmpty(now);
        } else {
            fullStartup.foundSome();
        }
    }

    /**
     * Not all is known of what happened between two times: the engine may have forgotten, or have come up anew.
     *
     * @param gone containers that went in between, and nobody will tell when
     */
    public void gap(Instant from, Instant until, Set<String> gone) {
        startRules.gap(until);
        List<KnownContainer> managed = known.managed();
        gone.forEach(known::gone);
        long services =
                managed.stream().map(KnownContainers::serviceOf).distinct().count();
        // All that there was of several services: not one update. Of a single one it may be.
        if (services > 1 && known.managed().isEmpty()) {
            fullStartup.emptied(from);
        }
    }

    /** Learns what a change tells of a container's run. Of each change, when it is handled. */
    public void observe(ContainerChange change) {
        startRules.observe(change);
    }

    /**
     * A start of this container waits to be handled, and is told again to a later process: what was known before it is what
     * is {@linkplain #remembered}. To be called before it is observed.
     */
    public void hold(String id) {
        startRules.hold(id);
    }

    /** No start of this container waits any more. */
    public void release(String id) {
        startRules.release(id);
    }

    /** Learns from a look at a container. */
    public void look(ContainerSnapshot container) {
        startRules.look(container);
    }

    KnownContainer knownOf(ContainerSnapshot container, @Nullable ImageDetails image) {
        KnownContainer before = known.get(container.id());
        // What is not told this time was told before, and a container keeps its configuration.
        String configuration = image == null && before != null
                ? before.configuration()
                : Fingerprint.ofConfiguration(container, image);
        @Nullable
        String sha = image != null
                ? ImageReference.digestOf(container.image(), image)
                : before != null ? before.imageSha() : null;
        return new KnownContainer(
                container.id(),
                catalog.serviceOf(container).orElse(null),
                Lineage.of(container.labels()),
                ImageReference.withTag(container.image(), container.imageId()),
                container.imageId(),
                sha,
                configuration,
                Fingerprint.ofLimits(container),
                container.createdAt(),
                true);
    }
}
