package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The three formats. */
class RowWriterTest {

    private static final List<String> COLUMNS =
            List.of("date", "timestamp", "service", "code", "uptime", "cpu", "proxy");
    private static final List<@Nullable Object> FULL = Arrays.asList(
            LocalDate.of(2026, 3, 1), Instant.parse("2026-03-01T12:00:02.123456Z"), "web", 7, 86_400L, 12.5, true);
    private static final List<@Nullable Object> ABSENT =
            Arrays.asList(LocalDate.of(2026, 3, 2), Instant.parse("2026-03-02T00:00:00Z"), null, null, 0L, null, false);

    @Test
    void aTableIsAligned() throws IOException {
        assertThat(written(RowFormat.TABLE, terminal(80), COLUMNS, FULL, ABSENT))
                .isEqualTo("""
                        date        timestamp             service  code  uptime    cpu  proxy
                        ----------  --------------------  -------  ----  ------  -----  -----
                        2026-03-01  2026-03-01 12:00:02Z  web         7   86400  12.50  true
                        2026-03-02  2026-03-02 00:00:00Z  -           -       0      -  false
                        """);
    }

    @Test
    void theWidestTextsAreCut() throws IOException {
        assertThat(written(
                        RowFormat.TABLE,
                        terminal(40),
                        List.of("service", "image", "output", "n"),
                        List.of("api", "registry.example.com/shop/api:2.8.0", "connection refused", 1)))
                .isEqualTo("""
                        service  image          output         n
                        -------  -------------  -------------  -
                        api      registry.exa…  connection r…  1
                        """);
    }

    @Test
    void headersAreWrappedWhereTheyAreTooWide() throws IOException {
        assertThat(written(
                        RowFormat.TABLE,
                        terminal(44),
                        List.of("service", "port_mappings_count", "n", "last_health_output"),
                        List.of("api", 2, 1, "connection refused")))
                .isEqualTo("""
                                        port_
                                    mappings_
                        service         count  n  last_health_output
                        -------  ------------  -  ------------------
                        api                 2  1  connection refused
                        """);
    }

    @Test
    void columnsThatDoNotFitAreNamed() throws IOException {
        assertThat(written(RowFormat.TABLE, terminal(20), COLUMNS, FULL)).isEqualTo("""
                        date
                        ----------
                        2026-03-01
                        (too narrow for:
                         timestamp, service,
                         code, uptime, cpu,
                         proxy)
                        """);
    }

    /** Each January there are containers that were started in December. */
    @Test
    void timestampsOfAnotherYearTakeNoMoreRoomThanThoseOfThisOne() throws IOException {
        Instant now = Instant.parse("2027-01-01T00:00:10Z");
        Instant before = Instant.parse("2026-12-31T23:59:50Z");
        List<String> columns = List.of("timestamp", "started_at", "n");
        assertThat(written(RowFormat.TABLE, terminal(34), columns, Arrays.asList(now, before, 1)))
                .isEqualTo("""
                        timestamp       started_at      n
                        --------------  --------------  -
                        01-01 00:00:10  26-12-31 23:59  1
                        """);
        assertThat(written(
                        RowFormat.TABLE,
                        terminal(34),
                        columns,
                        Arrays.asList(now, null, 1),
                        Arrays.asList(before, before, 2)))
                .isEqualTo("""
                        timestamp       started_at      n
                        --------------  --------------  -
                        27-01-01 00:00  -               1
                        26-12-31 23:59  26-12-31 23:59  2
                        """);
    }

    @Test
    void numbersOverTimeAreASparklineThatGetsCoarserBeforeTextsAreCut() throws IOException {
        Series series = new Series(LongStream.rangeClosed(1, 24).boxed().toList(), Series.Joined.MEAN);
        List<String> columns = List.of("service", "load", "n");

        assertThat(written(RowFormat.TABLE, watched(80), columns, List.of("api", series, 1)))
                .isEqualTo("""
                        service  load                      n
                        -------  ------------------------  -
                        api      ▂▂▂▃▃▃▄▄▄▄▅▅▅▆▆▆▆▇▇▇████  1
                        """);
        assertThat(written(RowFormat.TABLE, watched(26), columns, List.of("api", series, 1)))
                .isEqualTo("""
                        service  load            n
                        -------  --------------  -
                        api      ▂▃▃▄▄▅▆▆▇▇██    1
                        """);
        assertThat(written(RowFormat.TABLE, terminal(80), columns, List.of("api", series, 1)))
                .as("a pipe")
                .isEqualTo("service  n\n-------  -\napi      1\n");
    }

    @Test
    void programsGetTheNumbers() throws IOException {
        Series series = new Series(Arrays.asList(null, 1L, 2L), Series.Joined.MEAN);

        assertThat(written(RowFormat.JSON, terminal(80), List.of("n"), List.of(series)))
                .isEqualTo("{\"n\":[null,1,2]}\n");
        assertThat(written(RowFormat.CSV, terminal(80), List.of("n"), List.of(series)))
                .isEqualTo("n\r\n;1;2\r\n");
    }

    @Test
    void onlyTheTextOfAStyledCellIsStyled() throws IOException {
        assertThat(written(
                        RowFormat.TABLE,
                        new Terminal(80, true, true, true),
                        List.of("state", "n"),
                        List.of(new Styled("ok", Terminal.Style.GREEN), 1)))
                .contains("\n\u001B[32mok\u001B[0m     1\n");
    }

    @Test
    void noRowsAreSaid() throws IOException {
        assertThat(written(RowFormat.TABLE, terminal(80), List.of("a", "b"))).isEqualTo("a  b\n-  -\n(no rows)\n");
        assertThat(written(RowFormat.JSON, terminal(80), List.of("a", "b"))).isEmpty();
        assertThat(written(RowFormat.CSV, terminal(80), List.of("a", "b"))).isEqualTo("a,b\r\n");
    }

    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() throws IOException {
        assertThat(written(
                        RowFormat.TABLE,
                        terminal(16),
                        List.of("text", "n"),
                        List.of("日本語の健康診断", 1),
                        List.of("e\u0301te\u0301", 2),
                        List.of("😀", 3)))
                .isEqualTo("""
                        text           n
                        -------------  -
                        日本語の健康…  1
                        e\u0301te\u0301            2
                        😀             3
                        """);
    }

    @Test
    void aTerminalWithColoursGetsABoldHeader() throws IOException {
        Terminal colours = new Terminal(80, true, true, true);

        assertThat(written(RowFormat.TABLE, colours, List.of("n"), List.of(1)))
                .isEqualTo("\u001B[1mn\u001B[0m\n\u001B[2m-\u001B[0m\n1\n");
    }

    @Test
    void aTerminalWithoutUnicodeGetsDots() throws IOException {
        Terminal ascii = Terminal.of(Map.of("COLUMNS", "20"), false, StandardCharsets.US_ASCII);

        assertThat(written(RowFormat.TABLE, ascii, List.of("output"), List.of("the api does not answer")))
                .isEqualTo("output\n--------------------\nthe api does not a..\n");
    }

    @Test
    void jsonHasAnObjectALineWithTypes() throws IOException {
        assertThat(written(RowFormat.JSON, terminal(20), COLUMNS, FULL, ABSENT)).isEqualTo("""
                        {"date":"2026-03-01","timestamp":"2026-03-01T12:00:02.123456Z","service":"web","code":7,\
                        "uptime":86400,"cpu":12.5,"proxy":true}
                        {"date":"2026-03-02","timestamp":"2026-03-02T00:00:00Z","service":null,"code":null,\
                        "uptime":0,"cpu":null,"proxy":false}
                        """);
    }

    @Test
    void jsonHasNoNumberForWhatIsNone() throws IOException {
        assertThat(written(RowFormat.JSON, terminal(80), List.of("cpu"), List.of(Double.NaN)))
                .isEqualTo("{\"cpu\":null}\n");
    }

    @Test
    void csvQuotesWhereItMust() throws IOException {
        assertThat(written(
                        RowFormat.CSV,
                        terminal(20),
                        List.of("a", "b,c"),
                        Arrays.asList("plain", null),
                        List.of("", "say \"hi\""),
                        List.of("two\nlines", "a,b"),
                        List.of(Instant.parse("2026-03-01T12:00:02Z"), 1.5)))
                .isEqualTo("a,\"b,c\"\r\nplain,\r\n\"\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\"a,b\"\r\n"
                        + "2026-03-01T12:00:02Z,1.5\r\n");
    }

    @Test
    void escapeSequencesOfAContainerNeverReachATerminal() throws IOException {
        String hostile = "\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Eevil\r\n\tdone\u2028\uD800";
        for (RowFormat format : RowFormat.values()) {
            String text = written(format, new Terminal(200, true, false, true), List.of("o\u001B"), List.of(hostile));
            assertThat(text.codePoints().filter(c -> c != '\n' && c != '\r' && c != '\t'))
                    .as("%s", format)
                    .noneMatch(c -> Character.isISOControl(c)
                            || c == 0x202E
                            || c == 0x2028
                            || Character.getType(c) == Character.SURROGATE);
        }
        assertThat(written(RowFormat.TABLE, terminal(200), List.of("o"), List.of(hostile)))
                .contains("\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202eevil\\r\\n\\tdone\\u2028\\ud800");
    }

    @Test
    void csvIntoAPipeKeepsEveryCharacter() throws IOException {
        assertThat(written(RowFormat.CSV, terminal(80), List.of("o"), List.of("\u001B[2J")))
                .isEqualTo("o\r\n\u001B[2J\r\n");
    }

    @Test
    void anyTextComesBackFromJsonAndFitsIntoItsTable() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                int codePoint = random.nextInt(random.nextBoolean() ? 0x100 : 0x20000);
                text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? '?' : codePoint);
            }
            String json = written(RowFormat.JSON, terminal(80), List.of("t"), List.of(text.toString()));
            assertThat(json.strip().lines()).as("seed %d", seed).hasSize(1);
            assertThat(onlyValue(json)).as("seed %d", seed).isEqualTo(text.toString());
            int width = 20 + random.nextInt(60);
            assertThat(written(RowFormat.TABLE, terminal(width), List.of("t", "n"), List.of(text.toString(), 1L))
                            .lines())
                    .as("seed %d", seed)
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width));
        }
    }

    private static @Nullable String onlyValue(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != JsonToken.VALUE_STRING) {
                assertThat(parser.currentToken()).isNotNull();
            }
            return parser.getText();
        }
    }

    private static Terminal watched(int width) {
        return new Terminal(width, true, false, true);
    }

    private static Terminal terminal(int width) {
        return new Terminal(width, false, false, true);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static String written(
            RowFormat format, Terminal terminal, List<String> columns, List<? extends @Nullable Object>... rows)
            throws IOException {
        StringBuilder out = new StringBuilder();
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (List<? extends @Nullable Object> row : rows) {
            all.add(new ArrayList<>(row));
        }
        format.writer(terminal).write(columns, all, out);
        return out.toString();
    }
}
