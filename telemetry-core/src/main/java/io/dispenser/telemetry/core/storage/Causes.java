package io.dispenser.telemetry.core.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/** A failure and what caused it, from the outermost to the innermost. */
public final class Causes {

    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

    /** What {@link Object#toString} makes of an object: the name of its class, and its hash. */
    private static final Pattern IDENTITY = Pattern.compile("\\b((?:[\\w$]+\\.)*[A-Z][\\w$]*)@[0-9a-f]{1,8}\\b");

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

    /** What a failure says, or its kind if it says nothing, in one line. */
    public static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : line(message);
    }

    /** A library's text in one line and without the identities of its objects, {@code Foo@1a2b}, which tell nobody anything. */
    public static String line(String text) {
        return IDENTITY.matcher(LINE_BREAK.matcher(text.strip()).replaceAll(" "))
                .replaceAll("$1");
    }
}
