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
import org.jspecify.annotations.Nullable;

/**
 * The containers that were seen: who was reported, and who is whose predecessor. Those that are there are all remembered,
 * or they would be news again. Of those that are gone, the youngest few of each place, since a recreation removes the old
 * container first; and of all places the youngest, since names of one-off containers never come back.
 */
final class KnownContainers {

    private static final int GONE_PER_PLACE = 2;
    private static final int GONE = 4096;

    private final Map<String, KnownContainer> byId = new LinkedHashMap<>();
    private final Map<Place, Set<String>> idsByPlace = new HashMap<>();

    private record Place(@Nullable String service, String lineage) {}

    /** Remembers {@code container}, in the place of what was known of the same id. */
    void add(KnownContainer container) {
        remove(container.id());
        byId.put(container.id(), container);
        idsByPlace.computeIfAbsent(placeOf(container), place -> new HashSet<>()).add(container.id());
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

    List<KnownContainer> all() {
        return List.copyOf(byId.values());
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
        return idsByPlace.getOrDefault(placeOf(container), Set.of()).stream()
                .map(byId::get)
                .filter(Objects::nonNull)
                .filter(known -> !known.id().equals(container.id()))
                .filter(known -> !known.createdAt().isAfter(container.createdAt()))
                .max(Comparator.comparing(KnownContainer::createdAt));
    }

    private void forgetTheOldest() {
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
