package io.dispenser.telemetry.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages call by its name has this name: tests that show something, metrics, files. */
class NamesTest {

    private static final Pattern SHOWN_BY =
            Pattern.compile("[A-Z]\\w+(?:Test|Check|Contract|Simulation|Measurement|Benchmark)");
    private static final Pattern METRIC = Pattern.compile("dispenser_telemetry_\\w+");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+/?");

    @Test
    void testsThatPagesNameAreThere() throws IOException {
        Set<String> classes = classes();
        List<String> named = mentions(SHOWN_BY);
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named).allSatisfy(mention -> assertThat(classes).contains(name(mention)));
    }

    @Test
    void metricsThatPagesNameAreThere() {
        Set<String> metrics =
                Document.of("docs/metrics.md").rows("## The metrics", "| name | type | labels | meaning |").stream()
                        .map(row -> row.split("`", -1)[1])
                        .collect(Collectors.toSet());
        assertThat(mentions(METRIC))
                .hasSizeGreaterThan(metrics.size() / 2)
                .allSatisfy(mention -> assertThat(metrics).contains(name(mention)));
    }

    /** From the top of the project on. What the build makes is not there yet, and a comparison names others' files. */
    @Test
    void filesThatPagesNameAreThere() throws IOException {
        Set<String> folders;
        try (Stream<Path> top = Files.list(Document.ROOT)) {
            folders = top.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toSet());
        }
        List<String> named = mentions(FILE).stream()
                .filter(mention -> folders.contains(name(mention).split("/", -1)[0]))
                .filter(mention -> !(name(mention) + "/").contains("target/"))
                .filter(mention -> !name(mention).contains("NAME"))
                .filter(mention -> !mention.startsWith("docs/compare.md"))
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named)
                .allSatisfy(mention -> assertThat(Document.ROOT.resolve(name(mention)))
                        .as(mention)
                        .exists());
    }

    /** With the place before each, for who has to mend it. */
    private static List<String> mentions(Pattern pattern) {
        return Document.all().stream()
                .flatMap(document -> document.spans().stream()
                        .filter(span -> pattern.matcher(span.text()).matches())
                        .map(span -> document.path() + ":" + span.line() + " " + span.text()))
                .toList();
    }

    private static String name(String mention) {
        return mention.substring(mention.lastIndexOf(' ') + 1);
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new TreeSet<>();
        Files.walkFileTree(Document.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                if (name.equals("target") || (name.startsWith(".") && !folder.equals(Document.ROOT))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    classes.add(name.substring(0, name.length() - ".java".length()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return classes;
    }
}
