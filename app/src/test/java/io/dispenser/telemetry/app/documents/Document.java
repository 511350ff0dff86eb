package io.dispenser.telemetry.app.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown.
 *
 * @param path where it is, from the top of the project on
 */
record Document(Path path, String text) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE = Pattern.compile("(`+)(.+?)\\1", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final String FENCE = "```";

    /** A piece of a page, and the line where it begins. */
    record Piece(int line, String text) {}

    /** All pages of the project: those at the top, and those of {@code docs/}. */
    static List<Document> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> read(ROOT.relativize(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document of(String path) {
        return read(Path.of(path));
    }

    private static Document read(Path path) {
        try {
            return new Document(path, Files.readString(ROOT.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of code. One that doesn't end is one up to the page's end. */
    List<Fence> fences() {
        List<Fence> fences = new ArrayList<>();
        List<String> lines = List.of(text.split("\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            if (isMark(lines.get(i))) {
                int begin = i++;
                while (i < lines.size() && !isMark(lines.get(i))) {
                    i++;
                }
                String code = String.join("\n", lines.subList(begin + 1, Math.min(i, lines.size())));
                fences.add(new Fence(
                        this,
                        begin + 1,
                        lines.get(begin).strip().substring(FENCE.length()),
                        code.stripIndent() + "\n"));
            }
        }
        return fences;
    }

    /** The page without its blocks of code, line by line where it was. */
    String prose() {
        StringBuilder prose = new StringBuilder(text.length());
        boolean code = false;
        for (String line : text.split("\n", -1)) {
            boolean mark = isMark(line);
            prose.append(code || mark ? "" : line).append('\n');
            code ^= mark;
        }
        return prose.toString();
    }

    /** What stands between backticks, each run of white space as one space. */
    List<Piece> spans() {
        return pieces(CODE, 2, prose()).stream()
                .map(span -> new Piece(
                        span.line(), span.text().replaceAll("\\s+", " ").replace("\\|", "|")))
                .toList();
    }

    /** Targets of links and images. */
    List<Piece> links() {
        Matcher code = CODE.matcher(prose());
        return pieces(
                LINK,
                1,
                code.replaceAll(span -> Matcher.quoteReplacement(span.group().replaceAll("[^\n]", "_"))));
    }

    /** What a link can name behind {@code #}, as GitHub has it, and the headings that it stands for. */
    Map<String, String> anchors() {
        Map<String, String> anchors = new LinkedHashMap<>();
        Map<String, Integer> repeated = new HashMap<>();
        HEADING.matcher(prose()).results().map(found -> found.group(1).strip()).forEach(heading -> {
            String anchor = heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .replace(' ', '-');
            int times = repeated.merge(anchor, 1, Integer::sum);
            anchors.put(times == 1 ? anchor : anchor + "-" + (times - 1), heading);
        });
        return anchors;
    }

    /** The rows of the first table with this header below a text, without header and rule. */
    List<String> rows(String after, String header) {
        int from = text.indexOf(after);
        int at = text.indexOf("\n" + header + "\n", Math.max(from, 0));
        if (from < 0 || at < 0) {
            throw new IllegalArgumentException(path + " has no table " + header + " after: " + after);
        }
        return text.substring(at + 1)
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static List<Piece> pieces(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> new Piece(
                        1
                                + (int) text.substring(0, found.start(group))
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count(),
                        found.group(group)))
                .toList();
    }

    private static boolean isMark(String line) {
        return line.strip().startsWith(FENCE);
    }
}
