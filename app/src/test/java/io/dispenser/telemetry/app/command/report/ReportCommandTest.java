package io.dispenser.telemetry.app.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.command.CalledProgram;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code report} on tables in a folder. */
class ReportCommandTest {

    private static final Pattern DOCUMENT =
            Pattern.compile("<script type=\"application/json\" id=\"document\">(.*?)</script>", Pattern.DOTALL);

    private static final String HOSTILE = "<script>alert(1)</script><!--\u0007\u001B[31m\u202E\n'\"&";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private long batches;
    private final CalledProgram program = new CalledProgram();

    @Test
    void aFileShowsWhatTheTablesHave() throws Exception {
        writeAnHour("web-1", "api");
        write(TelemetryTables.DEPLOYMENTS, List.of(deployment(now.minusSeconds(3300))));

        assertThat(report()).isZero();

        JsonNode document = document();
        assertThat(program.outLines())
                .singleElement()
                .asString()
                .matches(
                        ".*/report.html: \\d+\\.\\d kB, .* to .* UTC: 1 container on 1 host, 60 samples, 1 deployment; 1"
                                + " thing needs attention");
        assertThat(program.errLines()).isEmpty();
        assertThat(document.path("totals").path("samples").asInt()).isEqualTo(60);
        assertThat(document.path("series").get(0).path("health").asText()).isEqualTo("unhealthy");
        assertThat(document.path("tables").get(1).path("rows").asInt()).isEqualTo(60);
        assertThat(document.path("tables").get(1).path("newest").asLong())
                .isEqualTo(now.minusSeconds(60).toEpochMilli());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("status", "deployments", "report.html");
        }
    }

    @Test
    void aServiceAndAHostAreChosen() throws Exception {
        writeAnHour("web-1", "api");
        writeAnHour("web-2", "api");
        writeAnHour("web-2", "db");
        create(TelemetryTables.DEPLOYMENTS);

        assertThat(report("--service", "api", "--host", "web-2")).isZero();

        assertThat(document().path("series")).hasSize(1);
        assertThat(document().path("hosts")).hasSize(1);
        assertThat(document().path("asked").path("service").asText()).isEqualTo("api");
    }

    @Test
    void tablesOfTheDocumentedColumnsWillDo() throws Exception {
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int minutes = 60; minutes > 0; minutes--) {
            rows.add(ContainerStatusEvent.ofState(
                    now.minusSeconds(60L * minutes), "api", "0123456789ab", ContainerState.RUNNING));
        }
        write(TelemetryTables.status(ColumnSet.DOCUMENTED), rows);

        assertThat(report()).isZero();

        assertThat(document().path("totals").path("samples").asInt()).isEqualTo(60);
        assertThat(document().path("hosts").get(0).path("name").isNull()).isTrue();
        assertThat(document().path("series").get(0).path("cpuMax").isNull()).isTrue();
        assertThat(program.errLines()).singleElement().asString().endsWith("/deployments: there is no table yet");
        assertThat(report("--host", "web-1")).isOne();
        assertThat(program.errLines()).anyMatch(line -> line.contains("has no string column host"));
    }

    @Test
    void withoutTablesNothingIsWritten() {
        assertThat(report()).isOne();

        assertThat(program.errLines())
                .hasSize(3)
                .last()
                .isEqualTo("No report was written: there is no table to be read.");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void oneTableThatCanNotBeReadIsSaidInThePageToo() throws Exception {
        writeAnHour("web-1", "api");
        Files.createDirectories(folder.resolve("deployments/_delta_log"));
        Files.writeString(folder.resolve("deployments/_delta_log/00000000000000000000.json"), "{\"commitInfo\":{}}\n");

        assertThat(report()).isOne();

        assertThat(program.errLines()).singleElement().asString().contains("/deployments: ");
        assertThat(document().path("tables").get(0).path("trouble").asText()).isNotEmpty();
        assertThat(document().path("totals").path("samples").asInt()).isEqualTo(60);
    }

    @Test
    void whereNothingHappenedInTheTimeTheNewestRowIsTold() throws Exception {
        write(
                TelemetryTables.STATUS,
                List.of(status(Instant.parse("2025-01-02T03:04:05Z"), "web-1", "api", HealthStatus.NONE)));
        create(TelemetryTables.DEPLOYMENTS);

        assertThat(report("--since", "180d")).isZero();

        assertThat(program.outLines())
                .singleElement()
                .asString()
                .contains("0 containers on 0 hosts", "; nothing was seen");
        assertThat(program.errLines())
                .containsExactly(
                        "deployments: no rows that were asked for; the table is empty",
                        "status: no rows that were asked for; the newest row of all is of 2025-01-02 03:04 UTC");
    }

    @Test
    void ofATableThatIsNotThereItIsSaidOnce() throws Exception {
        writeAnHour("web-1", "api");
        assertThat(report("--service", "appi")).isZero();
        assertThat(program.outLines()).singleElement().asString().endsWith("; nothing was seen");
        assertThat(program.errLines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("/deployments: there is no table yet"),
                        line -> assertThat(line)
                                .startsWith("status: no rows that were asked for; the newest row of all is of "));
    }

    @Test
    void clocksThatAreAheadAreTold() throws Exception {
        write(
                TelemetryTables.STATUS,
                List.of(status(now.plus(Duration.ofDays(40)), "web-1", "api", HealthStatus.NONE)));
        create(TelemetryTables.DEPLOYMENTS);

        assertThat(report()).isZero();

        assertThat(document().path("attention").get(0).path("kind").asText()).isEqualTo("future-clock");
        assertThat(document().path("totals").path("futureRows").asInt()).isEqualTo(1);
    }

    @Test
    void textsOfStrangersStayTexts() throws Exception {
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int minutes = 30; minutes > 0; minutes--) {
            rows.add(status(
                    now.minusSeconds(60L * minutes), HOSTILE, HOSTILE + "x".repeat(100_000), HealthStatus.UNHEALTHY));
        }
        write(TelemetryTables.STATUS, rows);
        create(TelemetryTables.DEPLOYMENTS);

        assertThat(report("--host", HOSTILE)).isZero();

        assertThat(document().path("hosts").get(0).path("name").asText()).isEqualTo(HOSTILE);
        assertThat(document().path("series").get(0).path("output").asText()).startsWith(HOSTILE);
        assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain("<script>alert", "\u001B");
        assertThat(program.out()).doesNotContain("\u001B");
    }

    @Test
    void theStandardOutputHasThePageAlone() throws Exception {
        writeAnHour("web-1", "api");
        create(TelemetryTables.DEPLOYMENTS);

        assertThat(run("-o", "-")).isZero();

        assertThat(program.out()).startsWith("<!").contains("id=\"document\"").endsWith(">\n");
        assertThat(program.errLines()).singleElement().asString().contains("1 container on 1 host");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void whatIsThereIsReplacedAtOnceOrNotAtAll() throws Exception {
        writeAnHour("web-1", "api");
        Path file = Files.writeString(folder.resolve("report.html"), "of yesterday");
        assertThat(report()).isZero();
        assertThat(Files.readString(file)).startsWith("<!");
        assertThat(run("-o", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(program.errLines()).last().asString().contains("is a folder");
        assertThat(run("-o", folder.resolve("nowhere/report.html").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(program.errLines()).last().asString().contains("is not there");
        assertThat(run("-o", "/proc/report.html")).isEqualTo(ExitCode.FAILURE);
        assertThat(program.errLines()).last().asString().contains("/proc/report.html can't be written");
    }

    @Test
    void timesThatAreNoneAreRefused() {
        assertThat(report("--since", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(program.err()).contains("is no point in time");
        assertThat(report("--since", "2999-01-01")).isEqualTo(ExitCode.USAGE);
        assertThat(program.err()).contains("is not in the past");
    }

    private void writeAnHour(String host, String service) throws Exception {
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int minutes = 60; minutes > 0; minutes--) {
            rows.add(status(
                    now.minusSeconds(60L * minutes),
                    host,
                    service,
                    minutes > 20 ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY));
        }
        write(TelemetryTables.STATUS, rows);
    }

    private static ContainerStatusEvent status(Instant at, String host, String service, HealthStatus health) {
        return new ContainerStatusEvent(
                        at, service, "0123456789ab", ContainerState.RUNNING, health, null, 0, 60, 0, HOSTILE)
                .with(
                        ContainerUsage.of(1.0, 2L, 3_000L),
                        new ContainerRun("api:1", false, at.minusSeconds(60), null),
                        new Origin(host, null, service + "-1"));
    }

    private DeploymentEvent deployment(Instant at) {
        DeploymentEvent any = SampleEvents.deployment(1);
        return new DeploymentEvent(
                        at,
                        "api",
                        "api:1",
                        "sha256:1",
                        1,
                        any.containerId(),
                        at,
                        any.trigger(),
                        "1",
                        any.restartPolicy(),
                        null,
                        null,
                        false,
                        null,
                        0,
                        0,
                        0)
                .with(new Origin("web-1", null, "api-1"), any.action(), null, null);
    }

    private <E extends TelemetryEvent> void create(TelemetryTable<E> table) throws Exception {
        try (var sink = sink(table)) {
            sink.prepare();
        }
    }

    private <E extends TelemetryEvent> void write(TelemetryTable<E> table, List<E> rows) throws Exception {
        try (var sink = sink(table)) {
            sink.write(new Batch<>("test", batches++, rows));
        }
    }

    private <E extends TelemetryEvent> DeltaSink<E> sink(TelemetryTable<E> table) throws Exception {
        String name = table.name().equals(TelemetryTables.STATUS.name()) ? "status" : "deployments";
        return new DeltaSink<>(
                table,
                ServiceLoader.load(StorageAdapter.class)
                        .findFirst()
                        .orElseThrow()
                        .open(TableUri.ofDirectory(folder.resolve(name)), StorageSettings.NONE),
                "test/1");
    }

    private int report(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-o", folder.resolve("report.html").toString()));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("report", "--directory", folder.toString()));
        arguments.addAll(Arrays.asList(more));
        return program.execute(folder, arguments.toArray(String[]::new));
    }

    private JsonNode document() throws IOException {
        Matcher document = DOCUMENT.matcher(Files.readString(folder.resolve("report.html")));
        assertThat(document.find()).isTrue();
        return new JsonMapper().readTree(document.group(1));
    }
}
