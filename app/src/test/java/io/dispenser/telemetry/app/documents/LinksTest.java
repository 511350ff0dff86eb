package io.dispenser.telemetry.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever leads to a page leads somewhere. */
class LinksTest {

    private static final Pattern PAGE = Pattern.compile("docs/[A-Za-z0-9_/.-]+\\.md");
    private static final Set<String> OURS =
            Set.of("java", "xml", "sh", "py", "sql", "yml", "yaml", "toml", "cfg", "json", "adoc", "Dockerfile", "run");
    private static final Set<String> OTHERS = Set.of("target", ".git", ".jc", "node_modules");

    @Test
    void noLinkIsDead() {
        List<Document> documents = Document.all();
        assertThat(documents).hasSizeGreaterThan(30);
        assertThat(documents.stream().flatMap(document -> Links.dead(document).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "install.md | ''",
                "install.md#archives | ''",
                "#two | ''",
                "../analysis | ''",
                "stores/index.md#uris | ''",
                "https://delta.io | ''",
                "instal.md | there is no docs/instal.md",
                "Install.md | there is no docs/Install.md",
                "install.md#archive | docs/install.md has no such heading",
                "#three | docs/planted.md has no such heading",
                "../../elsewhere.md | there is no ../elsewhere.md",
                "http://delta.io | is no address",
            })
    void aDeadOneIsFound(String link, String why) {
        Document planted =
                new Document(Path.of("docs/planted.md"), "# One\n\n## Two\n\nHere is [a\nlink](" + link + ").\n");
        assertThat(Links.dead(planted))
                .isEqualTo(why.isEmpty() ? List.of() : List.of("docs/planted.md:6: " + link + ": " + why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"`[a](nowhere.md)`", "```text\n[a](nowhere.md)\n```"})
    void codeHasNoLinks(String text) {
        assertThat(new Document(Path.of("docs/planted.md"), text).links()).isEmpty();
    }

    /** Who can't see a picture reads what it shows, beside it and in the drawing itself. */
    @Test
    void everyPictureHasWords() throws IOException {
        Pattern picture = Pattern.compile("!\\[([^\\]]*)\\]\\(([^)]+)\\)");
        int pictures = 0;
        for (Document document : Document.all()) {
            for (MatchResult found : picture.matcher(document.prose()).results().toList()) {
                assertThat(found.group(1))
                        .as("%s: %s", document.path(), found.group(2))
                        .hasSizeGreaterThan(20);
                pictures++;
            }
        }
        assertThat(pictures).isPositive();
        try (Stream<Path> drawings = Files.list(Document.ROOT.resolve("docs/images"))) {
            assertThat(drawings.filter(file -> file.toString().endsWith(".svg")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains("role=\"img\"", "<title", "<desc", "prefers-color-scheme: dark"));
        }
    }

    /** Messages, scripts and comments name pages too. */
    @Test
    void pagesThatCodeNamesAreThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path file : sources(Document.ROOT)) {
            PAGE.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group())
                    .filter(page -> !Files.exists(Document.ROOT.resolve(page)))
                    .forEach(page -> missing.add(Document.ROOT.relativize(file) + ": " + page));
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> sources(Path folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                boolean installed = Files.isDirectory(entry) && folder.endsWith(".ci");
                if (OTHERS.contains(name) || installed || Files.isSymbolicLink(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    sources.addAll(sources(entry));
                } else if (OURS.contains(name.substring(name.lastIndexOf('.') + 1))
                        && !name.equals(LinksTest.class.getSimpleName() + ".java")) {
                    sources.add(entry);
                }
            }
        }
        return sources;
    }
}
