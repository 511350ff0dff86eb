package io.dispenser.telemetry.app.architecture;

import static io.dispenser.telemetry.app.architecture.HousePlan.ADAPTER;
import static io.dispenser.telemetry.app.architecture.HousePlan.CORE;
import static io.dispenser.telemetry.app.architecture.HousePlan.HOUSE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan that the rules are made of is the one that the documents draw, and everything that there is is in it. */
class PlanTest {

    /** A rule whose package is empty passes: what it names has to be there. */
    @ParameterizedTest
    @MethodSource("packages")
    void aPackageThatARuleNamesHoldsClasses(String name) {
        assertThat(HouseClasses.ALL.stream()
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .filter(type -> (type.getPackageName() + ".").startsWith(name + ".")))
                .as("classes in %s", name)
                .isNotEmpty();
    }

    static Stream<String> packages() {
        Stream<String> rooms = HousePlan.PLAN.stream()
                .flatMap(part -> part.uses().keySet().stream().map(part::name));
        Stream<String> adapters = Stream.of(
                        "docker", "spool", "storage.local", "storage.s3", "storage.gcs", "storage.azure")
                .map(ADAPTER::concat);
        return Stream.concat(rooms, adapters);
    }

    @Test
    void everyRoomIsInThePlan() {
        for (Rooms part : HousePlan.PLAN) {
            assertThat(part.uses().keySet())
                    .as(part.root())
                    .containsAll(HouseClasses.ALL.stream()
                            .map(JavaClass::getPackageName)
                            .flatMap(name -> part.roomOf(name).stream())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void theDocumentDrawsThePlan() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("../docs/architecture.md"));
        for (Rooms part : HousePlan.PLAN) {
            String title = part.root().substring(HOUSE.length());
            int begin = rows.indexOf("### `" + title + "`");
            assertThat(begin).as(title).isNotNegative();
            Map<String, Set<String>> drawn = new HashMap<>();
            for (String row : rows.subList(begin + 4, rows.size())) {
                if (!row.startsWith("| `")) {
                    break;
                }
                String[] cells = row.split("\\|", -1);
                String room = cells[1].replace("`", "").strip();
                drawn.put(title.endsWith(room) ? "" : room, words(cells[3]));
            }
            assertThat(drawn).as(title).isEqualTo(part.uses());
        }
    }

    /** A page lists what is API, and the Javadoc shows it and no more. */
    @Test
    void theApiIsTheSameEverywhere() throws Exception {
        String page = Files.readString(Path.of("../docs/embed.md"));
        String pom = Files.readString(Path.of("../pom.xml"));
        String left = "<excludePackageNames>" + CORE + "status:" + ADAPTER + "delta.*</excludePackageNames>";
        assertThat(pom).contains(left);
        assertThat(page.lines().filter(line -> line.startsWith("- `" + HOUSE)).flatMap(PlanTest::packagesIn))
                .containsExactlyElementsOf(HousePlan.API);
        assertThat(HouseClasses.ALL.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.startsWith(HOUSE + "app"))
                        .filter(name -> !name.equals(CORE + "status") && !name.startsWith((ADAPTER + "delta.")))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(HousePlan.API);
    }

    private static Stream<String> packagesIn(String line) {
        String root = line.substring(line.indexOf('`') + 1, line.indexOf('`', 3));
        return line.contains(": ")
                ? Pattern.compile("`([a-z0-9.]+)`")
                        .matcher(line.substring(line.indexOf(": ")))
                        .results()
                        .map(found -> root + "." + found.group(1))
                : Stream.of(root);
    }

    private static Set<String> words(String cell) {
        return Pattern.compile("[\\w.]+")
                .matcher(cell)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
