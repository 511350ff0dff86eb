package io.dispenser.telemetry.interop.spark;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The maintenance job as an operator runs it, by the {@code spark-submit} of PyPI's pyspark: two executors in processes of their
 * own, on this machine. The jars of Delta Lake are those that the other tests have, so nothing is downloaded.
 */
final class SparkSubmit {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SPARK = ROOT.resolve(".ci/spark");
    private static final Path ENGINE =
            Path.of(System.getProperty("interop.spark.engine", "engine/target")).toAbsolutePath();

    private final Path scratch;

    /** @param scratch where its output and Spark's files go */
    SparkSubmit(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * What a run ended with.
     *
     * @param printed what the job said
     * @param log what Spark said
     */
    record Run(int exitCode, String printed, String log) {}

    /** Runs a script of {@code spark/} for a table, to its end. */
    Run maintain(String script, Path table) throws IOException, InterruptedException {
        Path python = SPARK.resolve("bin/python");
        if (!Files.exists(SPARK.resolve("ready"))) {
            Requirement.notMet("pyspark", "there is no " + SPARK + ": run .ci/spark.sh");
        }
        Path home = home();
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/spark-submit").toString(),
                "--properties-file",
                ROOT.resolve("spark/maintain.conf").toString(),
                "--master",
                "local-cluster[2,1,1024]",
                "--driver-memory",
                "700m",
                "--executor-memory",
                "700m",
                "--jars",
                jars(),
                "--conf",
                "spark.delta.logStore.file.impl=io.dispenser.telemetry.interop.spark.engine.LinkingLogStore",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.sql.shuffle.partitions=2",
                ROOT.resolve("spark/maintain.py").toString(),
                ROOT.resolve("spark").resolve(script).toString(),
                "file://" + table));
        Path printed = scratch.resolve("spark-submit.out");
        Path log = scratch.resolve("spark-submit.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectOutput(printed.toFile())
                .redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(),
                        "PYSPARK_PYTHON", python.toString(),
                        "PYSPARK_DRIVER_PYTHON", python.toString(),
                        "JAVA_HOME", System.getProperty("java.home"),
                        "SPARK_LOCAL_DIRS", scratch.toString(),
                        "SPARK_LOCAL_IP", "127.0.0.1"));
        Process process = builder.start();
        try {
            if (!process.waitFor(15, TimeUnit.MINUTES)) {
                throw new IOException("the job did not end; see " + log);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(printed), Files.readString(log));
    }

    private static Path home() throws IOException {
        try (Stream<Path> lib = Files.list(SPARK.resolve("lib"))) {
            return lib.map(version -> version.resolve("site-packages/pyspark"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Delta Lake's jars, and one with the log store for a disk that others commit to as well. */
    private String jars() throws IOException {
        String delta = Stream.of(Files.readString(ENGINE.resolve("spark.classpath"))
                        .strip()
                        .split(":", -1))
                .filter(jar -> jar.contains("/io/delta/"))
                .collect(Collectors.joining(","));
        Path jar = scratch.resolve("log-store.jar");
        Path classes = ENGINE.resolve("classes");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                entries.write(Files.readAllBytes(each));
            }
        }
        return delta + "," + jar;
    }
}
