package io.dispenser.telemetry.core.container;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which containers are looked at at all, by patterns ({@code *} and {@code ?}). Of each kind of pattern to include that is
 * given, one must match; and none to exclude may.
 *
 * @param include what to look at; without patterns, everything
 * @param exclude what to leave out
 */
public record ContainerFilter(Patterns include, Patterns exclude) {

    private static final String COMPOSE_PROJECT = "com.docker.compose.project";

    /** Everything. */
    public static final ContainerFilter EVERYTHING = new ContainerFilter(Patterns.NONE, Patterns.NONE);

    /**
     * Patterns of four kinds.
     *
     * @param names for the container's name, without a slash
     * @param images for the image as the container's configuration names it: {@code registry.example.org/*}
     * @param labels for a label: {@code key}, or {@code key=value}; both may be patterns
     * @param projects for the Compose project
     */
    public record Patterns(List<String> names, List<String> images, List<String> labels, List<String> projects) {

        /** No pattern at all. */
        public static final Patterns NONE = new Patterns(List.of(), List.of(), List.of(), List.of());

        public Patterns {
            names = List.copyOf(names);
            images = List.copyOf(images);
            labels = List.copyOf(labels);
            projects = List.copyOf(projects);
        }
    }

    /**
     * Whether the container passes.
     *
     * @param image null while it is not known: then patterns for images neither include nor exclude
     */
    public boolean admits(String name, @Nullable String image, Map<String, String> labels) {
        return admits(name, image, labels, Set.of());
    }

    /**
     * The same where not all labels are told.
     *
     * @param untold the keys of which it is not known whether there are such labels: patterns for them include and don't exclude
     */
    boolean admits(String name, @Nullable String image, Map<String, String> labels, Set<String> untold) {
        String project = labels.getOrDefault(COMPOSE_PROJECT, "");
        boolean included = passes(include.names, name)
                && (image == null || passes(include.images, image))
                && (include.labels.isEmpty() || anyLabel(include.labels, labels) || anyKey(include.labels, untold))
                && passes(include.projects, project);
        return included
                && !any(exclude.names, name)
                && (image == null || !any(exclude.images, image))
                && !anyLabel(exclude.labels, labels)
                && !any(exclude.projects, project);
    }

    /** Whether a pattern to include names this one-off container: by its name, or by the label that says what it is. */
    boolean namesOneOff(String name, String oneOffKey, String oneOffValue) {
        return any(include.names, name) || anyLabel(include.labels, Map.of(oneOffKey, oneOffValue));
    }

    private static boolean anyKey(List<String> patterns, Set<String> keys) {
        return patterns.stream()
                .map(pattern -> pattern.replaceFirst("=.*", ""))
                .anyMatch(pattern -> keys.stream().anyMatch(key -> Glob.matches(pattern, key)));
    }

    private static boolean passes(List<String> patterns, String text) {
        return patterns.isEmpty() || any(patterns, text);
    }

    private static boolean any(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> Glob.matches(pattern, text));
    }

    private static boolean anyLabel(List<String> patterns, Map<String, String> labels) {
        return patterns.stream()
                .anyMatch(pattern -> labels.entrySet().stream().anyMatch(label -> {
                    String text = pattern.contains("=") ? label.getKey() + "=" + label.getValue() : label.getKey();
                    return Glob.matches(pattern, text);
                }));
    }
}
