package io.dispenser.telemetry.app.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The examples of the pages in Java and of a POM: cut out of files that are compiled and run, between two marks. */
final class CompiledExamples {

    private static final String EXAMPLES = "telemetry-testkit/src/test/java/io/dispenser/telemetry/example/";
    private static final List<List<String>> JAVA = List.of(
            List.of(EXAMPLES + "EmbeddingTest.java", "embedding"),
            List.of(EXAMPLES + "SwappedAdaptersTest.java", "swapping adapters"),
            List.of("consumer/src/main/java/org/example/Embedding.java", "embedding with Delta"),
            List.of("benchmarks/src/test/java/io/dispenser/telemetry/benchmarks/OwnEventTest.java", "an own event"));

    private CompiledExamples() {}

    /** As they stand in a page: with the imports that they need, and no others. */
    static List<String> java() {
        return JAVA.stream()
                .map(example -> {
                    String source = source(example.get(0));
                    String code = between("// docs: " + example.get(1) + "\n", "// docs: end", source);
                    String imports = source.lines()
                            .filter(line -> line.startsWith("import ") && isUsed(line, code))
                            .collect(Collectors.joining("\n"));
                    return imports + "\n\n" + code + "\n";
                })
                .toList();
    }

    /** The coordinates that the consumer's build uses, with its version. */
    static String pom() {
        String version = between("<telemetry.version>", "</telemetry.version>", source("consumer/pom.xml"));
        return between("<!-- docs: coordinates -->\n", "<!-- docs: end -->", source("consumer/core-first/pom.xml"))
                        .replace("${telemetry.version}", version)
                + "\n";
    }

    private static boolean isUsed(String importLine, String code) {
        String name = importLine.substring(importLine.lastIndexOf('.') + 1, importLine.length() - 1);
        return Pattern.compile("\\b" + name + "\\b").matcher(code).find();
    }

    /** What stands between two marks, without the indentation that its lines share. */
    private static String between(String begin, String end, String text) {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, from + begin.length());
        if (from < 0 || to < 0) {
            throw new IllegalStateException("no " + begin + " or no " + end);
        }
        return text.substring(from + begin.length(), to).stripIndent().strip();
    }

    private static String source(String file) {
        try {
            return Files.readString(Document.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
