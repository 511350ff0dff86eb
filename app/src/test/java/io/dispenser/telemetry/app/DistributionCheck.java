package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it is packed: how large it is, and that an adapter's folder is looked into only when a table needs it. */
class DistributionCheck {

    private static final Path HOME = Path.of("target/dispenser-telemetry").toAbsolutePath();
    private static final long MB = 1_000_000;

    /** The most that each part may weigh, in MB. */
    private static final Map<String, Long> BUDGETS =
            new TreeMap<>(Map.of("lib", 32L, "adapters/s3", 12L, "adapters/gcs", 5L, "adapters/azure", 2L));

    private static final long TOTAL_BUDGET = 50;

    @TempDir
    private Path folder;

    @Test
    void everyPartKeepsWithinItsBudget() throws IOException {
        long total = 0;
        System.out.printf(Locale.ROOT, "%-14s %4s %9s %9s%n", "part", "jars", "MB", "at most");
        for (Map.Entry<String, Long> budget : BUDGETS.entrySet()) {
            List<Path> jars = jars(HOME.resolve(budget.getKey()));
            long bytes = jars.stream().mapToLong(DistributionCheck::size).sum();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %4d %9.1f %9d%n",
                    budget.getKey(),
                    jars.size(),
                    (double) bytes / MB,
                    budget.getValue());
            assertThat(jars).as(budget.getKey()).isNotEmpty();
            assertThat(bytes).as("bytes of " + budget.getKey()).isLessThanOrEqualTo(budget.getValue() * MB);
            total += bytes;
        }
        System.out.printf(Locale.ROOT, "%-14s %4s %9.1f %9d%n", "in all", "", (double) total / MB, TOTAL_BUDGET);
        assertThat(total).isLessThanOrEqualTo(TOTAL_BUDGET * MB);
    }

    @Test
    void nothingOfTheTestsIsShipped() throws IOException {
        for (String part : BUDGETS.keySet()) {
            assertThat(names(part))
                    .as(part)
                    .noneMatch(name -> name.matches(".*(-tests?\\.jar|junit|assertj|testkit).*"));
        }
    }

    @Test
    void noJarIsThereTwice() throws IOException {
        Set<String> lib = new HashSet<>(names("lib"));
        for (String part : BUDGETS.keySet()) {
            if (!part.equals("lib")) {
                assertThat(names(part)).as(part).doesNotContainAnyElementsOf(lib);
            }
        }
        try (Stream<Path> folders = Files.list(HOME.resolve("adapters"))) {
            assertThat(folders.map(path -> "adapters/" + path.getFileName())).isSubsetOf(BUDGETS.keySet());
        }
    }

    @Test
    void aTableOnTheLocalDiskLoadsNothingOfAnObjectStore() throws Exception {
        List<String> loaded = check("file://" + folder.resolve("a"), "file://" + folder.resolve("b"));
        assertThat(loaded).anyMatch(line -> line.contains("LocalStorageAdapter"));
        assertThat(loaded).noneMatch(line -> line.contains("adapters/"));
    }

    @ParameterizedTest
    @CsvSource({"s3, s3://bucket/a", "gcs, gs://bucket/a", "azure, abfss://container@account.dfs.core.windows.net/a"})
    void aTableInAnObjectStoreLoadsItsAdapterAndNoOther(String family, String uri) throws Exception {
        List<String> loaded = check(uri, "file://" + folder.resolve("b"));
        assertThat(loaded)
                .anyMatch(line -> line.contains("StorageAdapter ") && line.contains("adapters/" + family + "/"));
        assertThat(loaded).noneMatch(line -> line.contains("adapters/") && !line.contains("adapters/" + family + "/"));
    }

    /** The keys are wrong and nobody answers: whatever it says to that, it does not say them. */
    @ParameterizedTest
    @CsvSource({
        "s3://bucket/a, AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID=AKIAEXAMPLE",
        "az://container/a, AZURE_STORAGE_KEY, AZURE_STORAGE_ACCOUNT=account",
        "az://container/a, AZURE_CLIENT_SECRET, AZURE_STORAGE_ACCOUNT=a AZURE_CLIENT_ID=c AZURE_TENANT_ID=t"
    })
    void nothingThatItPrintsHoldsASecret(String uri, String variable, String others) throws Exception {
        String secret = "aHVzaC1odXNoLWh1c2gtaHVzaC1odXNoLWh1c2g=";
        configure(uri, uri + "b", "");
        Map<String, String> environment = new TreeMap<>(Map.of(variable, secret));
        for (String other : others.split(" ", -1)) {
            environment.put(other.substring(0, other.indexOf('=')), other.substring(other.indexOf('=') + 1));
        }
        String printed = run(List.of(), environment, "check", "--verbose");
        assertThat(printed).contains("FAILED").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://AHVZAC1O@bucket/a",
                "s3://key:AHVZ/AC1O@bucket/a",
                "gs://AHVZAC1O@bucket/a",
                "gs://NoBucket/a",
                "az://container:AHVZAC1O@account/a",
                "az://AHVZAC1O@account/a",
                "az://container/a"
            })
    void aPlaceThatAnAdapterRefusesEndsNoAgentThatRuns(String place) throws Exception {
        configure("a", "b", "");
        try (AgentProcess agent = AgentProcess.startPacked(
                HOME, folder, Map.of("DOCKER_HOST", "unix://" + folder.resolve("none")), "run")) {
            agent.awaitLog("the table can be written");
            configure(place, "b", "");
            agent.sighup().awaitLog("the configuration was not reloaded: it is as before");
            assertThat(agent.log())
                    .contains("dispenser.toml:3:25 telemetry.table_uri_deployments")
                    .doesNotContain("AHVZ", "AC1O", "starting anew");

            configure("c", "b", "");
            agent.sighup()
                    .awaitLog("deployments to file://" + folder.toRealPath().resolve("c"));
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    /** Lets the packed program check a configuration; the log of the classes that it loaded. */
    private List<String> check(String deployments, String status) throws IOException, InterruptedException {
        configure(deployments, status, "anonymous = true");
        Path classes = folder.resolve("classes.txt");
        String printed = run(List.of("-Xlog:class+load:file=" + classes), Map.of(), "check");
        assertThat(printed).contains("dispenser-container-status").doesNotContain("unexpected failure");
        return Files.readAllLines(classes);
    }

    private void configure(String deployments, String status, String more) throws IOException {
        Files.writeString(folder.resolve("dispenser.toml"), String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                table_uri_deployments = "%s"
                table_uri_status = "%s"
                spool_dir = "spool"
                [telemetry.storage]
                endpoint = "http://127.0.0.1:1"
                %s
                """, deployments, status, more));
    }

    /** What the packed program prints. */
    private String run(List<String> options, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Ddispenser.telemetry.home=" + HOME,
                "-cp",
                HOME + "/lib/*",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process program = builder.start();
        try {
            assertThat(program.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static List<String> names(String part) throws IOException {
        return jars(HOME.resolve(part)).stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".jar")).toList());
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
