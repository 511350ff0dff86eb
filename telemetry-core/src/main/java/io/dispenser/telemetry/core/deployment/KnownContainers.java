package io.dispenser.telemetry.core.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The containers that were seen: who was reported, and who is whose predecessor. Those that are there are all remembered,
 * or they would be news again. Of those that are gone, the youngest few of each place, since a recreation removes the old
 * container first; and of all places the youngest, since names of one-off containers never come back.
 *
 * <p>One that was renamed away is remembered in the place that it left, until another one fills that: some replace a
 * container so, and remove the old one at the end.
 */
final class KnownContainers {

    private static final int GONE_PER_PLACE = 2;
    private static final int GONE = 4096;

    private final Map<String, KnownContainer> byId = new LinkedHashMap<>();
    private final Map<Place, Set<String>> idsByPlace = new HashMap<>();

    /** What was renamed away, as it was before, by the place that it left. */
    private final Map<Place, KnownContainer> renamedAway = new LinkedHashMap<>();

    private record Place(@Nullable String service, String lineage) {}

    /** Remembers {@code container}, in the place of what was known of the same id. */
    void add(KnownContainer container) {
        KnownContainer before = byId.get(container.id());
        Place place = placeOf(container);
        if (before != null && before.service() != null && !placeOf(before).equals(place)) {
            renamedAway.put(placeOf(before), before.present(false));
        }
        KnownContainer left = renamedAway.get(place);
        if (left != null && !left.createdAt().isAfter(container.createdAt())) {
            renamedAway.remove(place);
        }
        remove(container.id());
        byId.put(container.id(), container);
        idsByPlace.computeIfAbsent(place, unknown -> new HashSet<>()).add(container.id());
        if (!container.present() && byId.size() > 2 * GONE) {
            forgetTheOldest();
        }
    }

    private void remove(String id) {
        KnownContainer before = byId.remove(id);
        if (before != null) {
            Place place = placeOf(before);
            Set<String> ids = idsByPlace.getOrDefault(place, Set.of());
            ids.remove(id);
            if (ids.isEmpty()) {
                idsByPlace.remove(place);
            }
        }
    }

    @Nullable
    KnownContainer get(String id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }

    Set<String> ids() {
        return Set.copyOf(byId.keySet());
    }

    /**
     * All that is to be {@linkplain #add added} again to know the same: one that was renamed away as it was, and as it is.
     */
    List<KnownContainer> history() {
        List<KnownContainer> history = new ArrayList<>(renamedAway.values());
        history.addAll(byId.values());
        return history;
    }

    /** The services of which a container is remembered that is not younger, itself apart. Those of two projects are two. */
    Set<String> servicesBefore(KnownContainer now) {
        Set<String> services = new HashSet<>();
        Stream.concat(byId.values().stream(), renamedAway.values().stream())
                .filter(container -> container.service() != null)
                .filter(container -> !container.id().equals(now.id()))
                .filter(container -> !container.createdAt().isAfter(now.createdAt()))
                .forEach(container -> services.add(serviceOf(container)));
        return services;
    }

    Set<String> present() {
        Set<String> present = new HashSet<>();
        byId.values().stream().filter(KnownContainer::present).forEach(container -> present.add(container.id()));
        return present;
    }

    /** The managed containers that are there. */
    List<KnownContainer> managed() {
        return byId.values().stream()
                .filter(container -> container.present() && container.service() != null)
                .toList();
    }

    /** A name for the service of {@code container}, which those of other Compose projects don't have. */
    static String serviceOf(KnownContainer container) {
        return Lineage.scopeOf(container.lineage()) + container.service();
    }

    void gone(String id) {
        byId.computeIfPresent(id, (same, container) -> container.present(false));
        forgetTheOldest();
    }

    /** Exactly the containers of {@code ids} are there. */
    void onlyPresent(Set<String> ids) {
        byId.replaceAll((id, container) -> container.present(ids.contains(id)));
        forgetTheOldest();
    }

    /** The youngest container of the same place that is not younger than {@code container}, itself apart. */
    Optional<KnownContainer> predecessor(KnownContainer container) {
        Stream<KnownContainer> here = idsByPlace.getOrDefault(placeOf(container), Set.of()).stream()
                .map(byId::get)
                .filter(Objects::nonNull);
        return Stream.concat(here, Stream.ofNullable(renamedAway.get(placeOf(container))))
                .filter(known -> !known.id().equals(container.id()))
                .filter(known -> !known.createdAt().isAfter(container.createdAt()))
                .max(Comparator.comparing(KnownContainer::createdAt));
    }

    private void forgetTheOldest() {
        while (renamedAway.size() > GONE) {
            renamedAway.remove(renamedAway.keySet().iterator().next());
        }
        List<KnownContainer> gone = new ArrayList<>();
        byId.values().stream().filter(container -> !container.present()).forEach(gone::add);
        gone.sort(Comparator.comparing(KnownContainer::createdAt).reversed());
        Map<Place, Integer> kept = new HashMap<>();
        int all = 0;
        for (KnownContainer container : gone) {
            boolean stranger = container.service() == null;
            if (stranger || kept.merge(placeOf(container), 1, Integer::sum) > GONE_PER_PLACE || ++all > GONE) {
                remove(container.id());
            }
        }
    }

    private static Place placeOf(KnownContainer container) {
        return new Place(container.service(), container.lineage());
    }
}
