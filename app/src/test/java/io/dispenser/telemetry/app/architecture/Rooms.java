package io.dispenser.telemetry.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rooms of a part of the house, which are packages below one root. Some of them are divided: {@code command.spool} is a room, and
 * {@code command} then is that package alone.
 *
 * @param root the root package
 * @param uses the rooms, each with those that it may use; the empty name is the root package itself
 */
record Rooms(String root, Map<String, Set<String>> uses) {

    /** The package of a room. */
    String name(String room) {
        return room.isEmpty() ? root : root + "." + room;
    }

    /** The room that a package is in or below, whether the plan has it or not; empty for a package outside of this part. */
    Optional<String> roomOf(String packageName) {
        if (packageName.equals(root)) {
            return Optional.of("");
        }
        if (!packageName.startsWith(root + ".")) {
            return Optional.empty();
        }
        String[] names = packageName.substring(root.length() + 1).split("\\.", -1);
        return Optional.of(names.length > 1 && isDivided(names[0]) ? names[0] + "." + names[1] : names[0]);
    }

    /** That {@code room} uses no room of this part but those that it may. */
    ArchRule rule(String room) {
        String[] allowed = Stream.concat(Stream.of(room), mayUse(room).stream())
                .map(this::pattern)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(pattern(room))
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(resideOutsideOfPackages(allowed)))
                .as(name(room) + " uses no rooms of " + root + " but " + mayUse(room));
    }

    /** The other rooms that {@code room} may use. */
    Set<String> mayUse(String room) {
        return uses.getOrDefault(room, Set.of());
    }

    private boolean isDivided(String room) {
        return room.isEmpty() || uses.keySet().stream().anyMatch(other -> other.startsWith(room + "."));
    }

    private String pattern(String room) {
        return isDivided(room) ? name(room) : name(room) + "..";
    }
}
