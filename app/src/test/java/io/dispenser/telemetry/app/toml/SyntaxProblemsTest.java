package io.dispenser.telemetry.app.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dispenser.telemetry.app.config.ConfigurationException;
import io.dispenser.telemetry.app.config.ConfigurationFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that can't be read, or are no TOML. */
class SyntaxProblemsTest {

    private static final String URIS = "table_uri_deployments = '/a'\\ntable_uri_status = '/b'";

    private static final String GOOD = """
            # Überschrift 😀
            delay = 60
            [telemetry]
            enabled = true
            table_uri_deployments = "/data/deployments"
            table_uri_status = '/data/status'
            [proxy]
            enabled = false
            [certbot]
            email = \"""
            a@example.com\"""
            [[network]]
            labels = { a = "b", c = [1, 2,
              3] }
            [[service]]
            path = "web"
            """;

    @TempDir
    Path temp;

    ConfigurationFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ConfigurationFolder(temp).with("web/service.toml", "[service]\nname = \"web\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[telemetry]\\nenabled = True\\n{uris} | :2:11 telemetry.enabled: TOML writes true in lower case; write true",
                "[telemetry]\\nenabled = yes\\n{uris} | :2:11 telemetry.enabled: TOML has no yes; write true or false, or put"
                        + " the text in quotes",
                "[telemetry]\\nenabled =\\n{uris} | :2:10 telemetry.enabled: no value after =; write one, or remove the line",
                "[telemetry]\\ntable_uri_status = s3://x/y | :2:20 telemetry.table_uri_status: not a TOML value; put"
                        + " text in quotes, and write numbers with digits only",
                "[telemetry]\\nenabled: true\\n{uris} | :2:8: no = after the key; write key = value",
                "[telemetry]\\ntable_uri_status = \"/a | :2:23 telemetry.table_uri_status: a text that opens with \""
                        + " does not end; close it with \"",
                "[telemetry]\\ntable_uri_status = \"C:\\data\" | :2:23 telemetry.table_uri_status: a backslash that"
                        + " begins no escape sequence; write \\\\ for a backslash, or put the text in single quotes",
                "[telemetry\\nstatus_interval = 5 | :1:11: a table's header without its closing bracket; write ]",
                "[telemetry]\\nbuffer_size = 5 6 | :2:17 telemetry.buffer_size: unexpected '6', expected a newline or"
                        + " end-of-input; correct the TOML syntax",
                "[env]\\nTOKEN = \"abc\" secret | :2:15 env.TOKEN: unexpected text, expected a newline or end-of-input;"
                        + " correct the TOML syntax",
                "[telemetry]\\nbuffer_size = 5\\nbuffer_size = 6 | :3:1 buffer_size: defined a second time; it is first"
                        + " at line 2, column 1; keep one of the two",
                "[telemetry]\\nbuffer_size = 99999999999999999999 | :2:15 telemetry.buffer_size: integer is too large;"
                        + " correct the TOML syntax",
                "[telemetry]\\nbuffer_size = ${size} | :2:15 ${size}: no variable has this name; define it in"
                        + " dispenser.vars, or in a file *.dispenser.vars, beside dispenser.toml",
                "a = [1,\\n2\\n[telemetry]\\nx = 1 | :2:2: unexpected end of line, expected ] or a comma; the array"
                        + " opened at line 1, column 5 is unclosed; correct the TOML syntax",
            })
    void syntax(String text, String expected) {
        assertThat(folder.with("dispenser.toml", text.replace("{uris}", URIS).replace("\\n", "\n"))
                        .problems())
                .containsExactly("dispenser.toml" + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOKEN = hunter2",
                "TOKEN = \"a\" hunter2",
                "TOKEN = \"hunter2",
                "TOKEN = hunter2'",
                "TOKEN = \"\"\"hunter2",
                "TOKEN = 0hunter2",
                "TOKEN = 1.hunter2",
                "TOKEN = 1979-hunter2",
                "TOKEN = \"hunter2\\q\"",
                "TOKEN = \"\\uD800hunter2\"",
                "TOKEN = [\"hunter2\" hunter2]",
                "TOKEN = {a = hunter2}",
                "TOKEN = ${token}",
                "TOKEN hunter2",
                "TOKEN: hunter2"
            })
    void aMistakeNeverShowsASecret(String line) {
        assertThat(folder.with("dispenser.toml", "[[service]]\npath = 'web'\n")
                        .with("web/service.toml", "[service]\nname = 'web'\n[env]\n" + line + "\n")
                        .with("dispenser.vars", "token = 'hunter2'\n")
                        .problems())
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem).startsWith("web/service.toml:").doesNotContain("hunter2"));
    }

    @Test
    void aBrokenLineLosesItsKeyOnly() {
        assertThat(folder.with("dispenser.toml", """
                                [telemetry]
                                enabled = true
                                table_uri_deployments = /data/deployments
                                table_uri_status = ""
                                """).problems())
                .containsExactly(
                        "dispenser.toml:3:25 telemetry.table_uri_deployments: not a TOML value; put text in quotes, and"
                                + " write numbers with digits only",
                        "dispenser.toml:4:20 telemetry.table_uri_status = \"\": empty; write a URI such as"
                                + " file:///var/lib/dispenser/status, or a path");
    }

    @Test
    void manyErrorsAreCutOff() {
        assertThat(folder.with("dispenser.toml", "?\n".repeat(1000)).problems())
                .hasSize(21)
                .last()
                .isEqualTo("dispenser.toml:21:1: more errors from here on; correct those above first");
    }

    @Test
    void aLongLineGivesAShortMessage() {
        assertThat(folder.with("dispenser.toml", "a = 1 " + "x".repeat(500_000)).problems())
                .containsExactly(
                        "dispenser.toml:1:7 a: unexpected text, expected a newline or end-of-input; correct the"
                                + " TOML syntax");
        assertThat(folder.with("dispenser.toml", "k".repeat(500_000) + " = ").problems())
                .singleElement()
                .asString()
                .hasSizeLessThan(300);
    }

    @Test
    void aMissingFile() {
        assertThat(folder.problems()).containsExactly("dispenser.toml: no such file; check the path");
    }

    @Test
    void aDirectoryInPlaceOfTheFile() {
        assertThat(folder.with("dispenser.toml/x", "").problems())
                .containsExactly("dispenser.toml: a directory, but a file is needed; name the file in the directory");
    }

    @Test
    void aFileInPlaceOfTheFilesDirectory() {
        folder.with("file", "");

        assertThat(new ConfigurationFolder(temp.resolve("file")).problems())
                .singleElement()
                .asString()
                .startsWith("dispenser.toml: can't be read: ");
    }

    @Test
    void aFileThatMayNotBeRead() {
        AccessDeniedException denied = new AccessDeniedException("dispenser.toml");

        assertThat(SourceText.reason(denied)).isEqualTo("can't be read: permission denied");
        assertThat(SourceText.remedy(denied)).isEqualTo("let the user who runs this program read it");
    }

    @Test
    void bytesThatAreNotUtf8() throws Exception {
        Files.write(
                temp.resolve("dispenser.toml"),
                "delay = 60\nname = \"😀Müller\"\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(temp.resolve("web/service.toml"), new byte[] {'a', '\n', (byte) 0xC3, (byte) 0xA4, (byte) 0xC3});

        assertThat(folder.problems())
                .containsExactly("dispenser.toml:2:11: the byte 0xFC is not UTF-8; save the file as UTF-8");
        assertThat(folder.with("dispenser.toml", "[[service]]\npath = 'web'\n").problems())
                .containsExactly("web/service.toml:2:2: the byte 0xC3 is not UTF-8; save the file as UTF-8");
    }

    @Test
    void aFileThatIsNoConfiguration() {
        assertThat(folder.with("dispenser.toml", "#".repeat(1024 * 1024 + 1)).problems())
                .containsExactly(
                        "dispenser.toml: larger than 1 MiB, so hardly a configuration file; name the right" + " file");
    }

    @Test
    void everyBeginningOfAGoodFileIsGoodOrHasItsProblemsInside() {
        for (int length = 0; length <= GOOD.length(); length++) {
            assertProblemsInside(GOOD.substring(0, length));
        }
    }

    @Test
    void everyDamagedFileIsGoodOrHasItsProblemsInside() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int damage = random.nextInt(5); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, "\"'[]{}=\n#,.x1\\$\t\u0000é".charAt(random.nextInt(18)));
                }
            }
            assertThatCode(() -> assertProblemsInside(text.toString()))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private void assertProblemsInside(String text) {
        folder.with(
                "dispenser.toml",
                text.codePoints()
                        .map(c -> c >= 0xD800 && c < 0xE000 ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
        List<String> lines = List.of(text.split("\n", -1));
        try {
            folder.load();
        } catch (ConfigurationException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.location().line()).isBetween(1, lines.size());
                assertThat(problem.location().column())
                        .isBetween(1, lines.get(problem.location().line() - 1).length() + 1);
            });
        }
    }
}
