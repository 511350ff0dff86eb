package io.dispenser.telemetry.core.deployment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The containers that were seen, by service: who is whose predecessor. Of each service the youngest few are remembered, also
 * when they are gone, since a recreation removes the old container first; and of all services those that were last
 * touched, since names of one-off containers never come back.
 */
final class KnownContainers {

    /** A container of the past or the present. */
    record Known(String id, String image, String imageId, Instant createdAt) {}

    private static final int PER_SERVICE = 16;
    private static final int SERVICES = 4096;

    private final Map<String, List<Known>> byService = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Known>> eldest) {
            return size() > SERVICES;
        }
    };

    /** Remembers {@code container}; in the place of what was known of the same id. */
    void add(String service, Known container) {
        List<Known> containers = byService.computeIfAbsent(service, name -> new ArrayList<>());
        containers.removeIf(known -> known.id().equals(container.id()));
        containers.add(container);
        containers.sort(Comparator.comparing(Known::createdAt));
        if (containers.size() > PER_SERVICE) {
            containers.remove(0);
        }
    }

    boolean contains(String service, String id) {
        return byService.getOrDefault(service, List.of()).stream()
                .anyMatch(known -> known.id().equals(id));
    }

    /** The youngest container of {@code service} that is not younger than {@code container}, itself apart. */
    Optional<Known> predecessor(String service, Known container) {
        return byService.getOrDefault(service, List.of()).stream()
                .filter(known -> !known.id().equals(container.id()))
                .filter(known -> !known.createdAt().isAfter(container.createdAt()))
                .reduce((older, younger) -> younger);
    }
}
