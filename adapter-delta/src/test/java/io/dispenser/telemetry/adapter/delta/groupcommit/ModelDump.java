package io.dispenser.telemetry.adapter.delta.groupcommit;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.time.Deadline;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What objects of the program hold that take part, as a text: where it is the same, they go on in the same way. */
final class ModelDump {

    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * What decides only when a holder gives its lease back, which may happen at each cycle in the model; and what it writes into
     * its lease, of which the model believes nothing; and since when something waits, which is only told; and what is dumped
     * elsewhere.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "Usefulness.alone",
            "Usefulness.singles",
            "CommitCycle.waiting",
            "HeldCommitLease.lease",
            "InboxCare.knownSince",
            "GroupCommit.older");

    /** A holder that a writer has begun is a process of its own in the model. */
    private static final Set<String> ONLY_WHETHER = Set.of("Holding.running");

    private final StringBuilder text = new StringBuilder();
    private final Instant now;

    private ModelDump(Instant now) {
        this.now = now;
    }

    static String of(Instant now, @Nullable Object... objects) {
        ModelDump dump = new ModelDump(now);
        for (Object each : objects) {
            dump.add(each);
        }
        return dump.text.toString();
    }

    private void add(@Nullable Object object) {
        text.append(' ');
        if (object instanceof Deadline deadline) {
            text.append(deadline.isOver() ? "over" : "ahead"); // it is over after any sleep
        } else if (object instanceof Instant instant) {
            text.append(Duration.between(instant, now).compareTo(HOUR) < 0 ? "recent" : "old");
        } else if (object instanceof Optional<?> optional) {
            add(optional.orElse(null));
        } else if (object instanceof Map<?, ?> map) {
            text.append(new TreeMap<>(map));
        } else if (object instanceof Set<?> set) {
            addAll(new TreeSet<>(set));
        } else if (object instanceof Collection<?> collection) {
            addAll(collection);
        } else if (object instanceof Object[] || object instanceof byte[]) {
            text.append("rows");
        } else if (isOfModel(object)) {
            addFields(object);
        } else if (object == null || isValue(object)) {
            text.append(object);
        }
    }

    private void addAll(Collection<?> each) {
        text.append('[');
        each.forEach(this::add);
        text.append(']');
    }

    /** The rooms whose classes the model steps. */
    private static final Set<String> ROOMS = Set.of("groupcommit", "committer", "inbox", "lease");

    /** Whether it is an object of these rooms, with a state of its own. */
    private static boolean isOfModel(@Nullable Object object) {
        return object != null
                && !object.getClass().isEnum()
                && ROOMS.contains(room(object.getClass().getPackageName()));
    }

    private static String room(String packageName) {
        return packageName.substring(packageName.lastIndexOf('.') + 1);
    }

    private static boolean isValue(Object object) {
        return object instanceof CharSequence
                || object instanceof Number
                || object instanceof Boolean
                || object instanceof Enum<?>
                || object instanceof Record;
    }

    private void addFields(@Nullable Object object) {
        Class<?> type = requireNonNull(object).getClass();
        text.append(type.getSimpleName()).append('{');
        for (Field field : type.getDeclaredFields()) {
            String name = type.getSimpleName() + "." + field.getName();
            if (!Modifier.isStatic(field.getModifiers()) && !LEFT_OUT.contains(name) && !isPort(field.getType())) {
                try {
                    field.setAccessible(true);
                    Object value = field.get(object);
                    add(ONLY_WHETHER.contains(name) && value != null ? "there" : value);
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        text.append('}');
    }

    /** What a process only talks to. */
    private static boolean isPort(Class<?> type) {
        return (type.isInterface() && !Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type))
                || type == ModelIo.class;
    }
}
