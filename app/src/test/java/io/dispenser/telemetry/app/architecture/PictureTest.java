package io.dispenser.telemetry.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture of the house has an arrow for each dependency between its modules, and no other. */
class PictureTest {

    private static final Path CHECKOUT = Path.of("..");

    /** One box stands for all of them. */
    private static final String STORES = "adapter-storage-";

    private static final Pattern BOX = Pattern.compile(
            "<rect class=\"(?:box|safe|zone)\" x=\"(\\d+)\" y=\"(\\d+)\" width=\"(\\d+)\" height=\"(\\d+)\"");
    private static final Pattern NAME = Pattern.compile("<text class=\"name\"[^>]*>([^<]+)</text>");
    private static final Pattern ARROW = Pattern.compile("<path class=\"arrow[^\"]*\" d=\"([^\"]+)\"");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>io\\.dispenser\\.telemetry</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);

    /** How far from a box an arrow may end. */
    private static final double MARGIN = 4;

    /** A module as it is drawn. */
    private record Box(String module, double left, double top, double width, double height) {

        boolean touches(double x, double y) {
            return x >= left - MARGIN && x <= left + width + MARGIN && y >= top - MARGIN && y <= top + height + MARGIN;
        }
    }

    @Test
    void thePictureDrawsTheDependencies() throws IOException {
        String picture = Files.readString(CHECKOUT.resolve("docs/images/house.svg"));
        List<Box> boxes = boxes(picture);
        Set<String> drawn = new TreeSet<>();
        ARROW.matcher(picture)
                .results()
                .map(arrow -> arrow(arrow.group(1), boxes))
                .forEach(drawn::add);
        Set<String> declared = new TreeSet<>();
        for (Box box : boxes) {
            for (String module : modules(box.module())) {
                dependencies(module).forEach(used -> declared.add(box.module() + " -> " + used));
            }
        }
        assertThat(drawn).isEqualTo(declared);
    }

    private static List<Box> boxes(String picture) {
        List<Box> boxes = new ArrayList<>();
        for (MatchResult box : BOX.matcher(picture).results().toList()) {
            var name = NAME.matcher(picture);
            assertThat(name.find(box.end())).as(box.group()).isTrue();
            boxes.add(new Box(name.group(1), number(box, 1), number(box, 2), number(box, 3), number(box, 4)));
        }
        return boxes;
    }

    private static double number(MatchResult found, int group) {
        return Double.parseDouble(found.group(group));
    }

    /** From the first point of a path to its last one, which may give one coordinate only, as lines along an axis do. */
    private static String arrow(String path, List<Box> boxes) {
        List<String> steps = Pattern.compile("[MCHV][^MCHV]*")
                .matcher(path)
                .results()
                .map(MatchResult::group)
                .toList();
        List<Double> begin = numbers(steps.get(0));
        String last = steps.get(steps.size() - 1);
        List<Double> end = numbers(last);
        double x = last.startsWith("V") ? begin.get(0) : end.get(end.size() - (last.startsWith("H") ? 1 : 2));
        double y = last.startsWith("H") ? begin.get(1) : end.get(end.size() - 1);
        return at(begin.get(0), begin.get(1), boxes) + " -> " + at(x, y, boxes);
    }

    private static List<Double> numbers(String step) {
        return Stream.of(step.substring(1).strip().split("[ ,]+"))
                .map(Double::valueOf)
                .toList();
    }

    private static String at(double x, double y, List<Box> boxes) {
        return boxes.stream()
                .filter(box -> box.touches(x, y))
                .min(Comparator.comparingDouble(box -> box.width() * box.height()))
                .map(Box::module)
                .orElse("nothing");
    }

    private static List<String> modules(String box) throws IOException {
        if (!box.equals(STORES)) {
            return List.of(box);
        }
        try (Stream<Path> folders = Files.list(CHECKOUT)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith(STORES))
                    .toList();
        }
    }

    /** What a module needs, whether it names it or finds it; not what its tests need. */
    private static Set<String> dependencies(String module) throws IOException {
        Set<String> used = new TreeSet<>();
        DEPENDENCY
                .matcher(Files.readString(CHECKOUT.resolve(module).resolve("pom.xml")))
                .results()
                .filter(dependency -> !dependency.group(2).contains("<scope>test</scope>"))
                .forEach(dependency -> used.add(dependency.group(1).startsWith(STORES) ? STORES : dependency.group(1)));
        return used;
    }
}
