package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program on a terminal of its own, which {@code script} of util-linux makes.
 *
 * @param exitCode how it ended
 * @param written all that it wrote
 * @param columns how wide the terminal was
 */
record PseudoTerminal(int exitCode, String written, int columns) {

    private static final int PATIENCE_SECONDS = 90;
    private static final Pattern SIGN = Pattern.compile("\u001B\\[[0-9;]*m|.|\n|\r", Pattern.DOTALL);

    /** Runs the program in {@code folder} to its end. */
    static PseudoTerminal run(Path folder, int columns, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path shell = Files.writeString(
                Files.createTempFile(folder, "terminal", ".sh"),
                "stty cols " + columns + " rows 40\n" + String.join(" ", AgentProcess.java()) + " "
                        + Main.class.getName() + " " + String.join(" ", arguments) + "\n");
        Path written = Files.createTempFile(folder, "terminal", ".txt");
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", "sh " + shell, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(written.toFile());
        builder.environment().remove("NO_COLOR");
        builder.environment().remove("COLUMNS");
        builder.environment()
                .putAll(Map.of(
                        "CLASSPATH", System.getProperty("java.class.path"), "LC_ALL", "C.UTF-8", "TERM", "xterm"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(Files.readString(written))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new PseudoTerminal(process.exitValue(), Files.readString(written, StandardCharsets.UTF_8), columns);
    }

    /** The lines as they stand there at the end, without their colours. What is broken by the terminal is two lines. */
    List<String> screen() {
        List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
        int column = 0;
        Matcher sign = SIGN.matcher(written);
        while (sign.find()) {
            StringBuilder line = lines.get(lines.size() - 1);
            if (sign.group().equals("\r")) {
                column = 0;
            } else if (sign.group().equals("\n")) {
                lines.add(new StringBuilder());
            } else if (sign.group().length() == 1) {
                if (column == columns) {
                    line = new StringBuilder();
                    lines.add(line);
                    column = 0;
                }
                line.append(" ".repeat(Math.max(0, column + 1 - line.length())));
                line.setCharAt(column++, sign.group().charAt(0));
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    boolean hasColours() {
        return written.contains("\u001B[");
    }
}
