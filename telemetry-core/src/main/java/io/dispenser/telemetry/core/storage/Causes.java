package io.dispenser.telemetry.core.storage;

import java.util.Optional;

/** A failure and what caused it, from the outermost to the innermost. */
public final class Causes {

    private Causes() {}

    /** The first of {@code failure} and its causes that is of a type. */
    public static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }

    /** Whether {@code failure} or one of its causes is of a type. */
    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return first(failure, type).isPresent();
    }

    /** The innermost cause; {@code failure} itself if it has none. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** What a failure says, or its kind if it says nothing. */
    public static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
