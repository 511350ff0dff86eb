package io.dispenser.telemetry.app.architecture;

import static io.dispenser.telemetry.app.architecture.HousePlan.ADAPTER;
import static io.dispenser.telemetry.app.architecture.HousePlan.CORE;
import static io.dispenser.telemetry.app.architecture.HousePlan.HOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The classes of all modules keep the rules, and each rule catches what it forbids. */
class HouseTest {

    private static final String DELTA = ADAPTER + "delta.";

    private static final String GUICE = "package com.google.inject; public interface Injector {}";
    private static final String HADOOP = "package org.apache.hadoop.fs; public class FileSystem {}";
    private static final String KERNEL = "package io.delta.kernel; public interface Table {}";
    private static final String INTERNAL = "package io.delta.kernel.internal; public class SnapshotImpl {}";
    private static final String DEFAULTS = "package io.delta.kernel.defaults.internal; public class Reader {}";
    private static final String PARQUET = "package org.apache.parquet; public class Footer {}";
    private static final String DOCKER = "package com.github.dockerjava.api; public interface DockerClient {}";
    private static final String JACKSON = "package com.fasterxml.jackson.databind; public class JsonNode {}";

    @TempDir
    private Path folder;

    /**
     * A rule, and sources that break it.
     *
     * @param culprits the classes that the rule has to name, each of which breaks it
     */
    record Case(String name, ArchRule rule, List<String> sources, List<String> culprits) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case broken(String name, ArchRule rule, String... sources) {
        return new Case(name, rule, List.of(sources), List.of());
    }

    private static String in(String room, String source) {
        return "package " + room + "; " + source;
    }

    static Stream<Case> cases() {
        ArchRule clock = HouseRules.CORE_IS_TOLD_THE_TIME;
        ArchRule nanos = HouseRules.ONLY_THE_TICKER_READS_ELAPSED_TIME;
        ArchRule pure = HouseRules.EVENTS_TABLES_AND_FLUSHING_ARE_PURE;
        ArchRule jdk = HouseRules.CORE_NEEDS_THE_JDK_ONLY;
        ArchRule internals = HouseRules.KERNEL_INTERNALS_IN_ONE_PACKAGE;
        ArchRule signatures = ShapeRules.CORE_SIGNATURES_NAME_THE_JDK_AND_OURS;
        ArchRule circles = HouseRules.FILES_HAVE_NO_CIRCLES;
        ArchRule apart = HouseRules.ADAPTERS_DONT_SEE_EACH_OTHER;
        Stream<Case> cases = Stream.of(
                broken("library in core", jdk, GUICE, in(CORE + "port", "class A { com.google.inject.Injector i; }")),
                broken("io in event", pure, in(CORE + "event", "class A { java.io.File f; }")),
                broken("threads in table", pure, in(CORE + "table", "class A { java.util.concurrent.Future<?> f; }")),
                broken("files in flush", pure, in(CORE + "flush", "class A { java.nio.file.Path p; }")),
                broken("nanoTime", nanos, in(CORE + "pipeline", "class A { long n = System.nanoTime(); }")),
                broken(
                        "nanoTime by reference",
                        nanos,
                        in(ADAPTER + "docker", "class A { java.util.function.LongSupplier n = System::nanoTime; }")),
                broken("Instant.now", clock, in(CORE + "status", "class A { Object t = java.time.Instant.now(); }")),
                broken("LocalDate.now", clock, in(CORE + "event", "class A { Object t = java.time.LocalDate.now(); }")),
                broken(
                        "now by reference",
                        clock,
                        in(CORE + "port", "class A { java.time.InstantSource s = java.time.Instant::now; }")),
                broken(
                        "sleep",
                        clock,
                        in(CORE + "pipeline", "class A { void a() throws Exception { Thread.sleep(1); } }")),
                broken("millis", clock, in(CORE + "pipeline", "class A { long n = System.currentTimeMillis(); }")),
                broken(
                        "library in a core signature",
                        signatures,
                        JACKSON,
                        in(
                                CORE + "port",
                                "public class A { public void a(com.fasterxml.jackson.databind.JsonNode n) {} }")),
                broken(
                        "library in a type argument",
                        signatures,
                        JACKSON,
                        in(
                                CORE + "port",
                                "public interface A { java.util.List<com.fasterxml.jackson.databind.JsonNode[]> a(); }")),
                broken(
                        "Jackson in a signature",
                        ShapeRules.NO_JACKSON_IN_PUBLIC_SIGNATURES,
                        JACKSON,
                        in(ADAPTER + "delta", "public interface A { com.fasterxml.jackson.databind.JsonNode a(); }")),
                broken(
                        "an inner room's class in the API",
                        ShapeRules.API_NAMES_API_ONLY,
                        in(DELTA + "log", "public class DeltaLog {}"),
                        in(
                                ADAPTER + "delta",
                                "public class DeltaSink { public " + DELTA + "log.DeltaLog log() { return null; } }")),
                broken(
                        "Guice in an adapter",
                        HouseRules.GUICE_IN_APP_ONLY,
                        GUICE,
                        in(ADAPTER + "docker", "class A { com.google.inject.Injector i; }")),
                broken(
                        "Hadoop in the local store",
                        HouseRules.HADOOP_FILE_SYSTEMS_IN_OBJECT_STORES_ONLY,
                        HADOOP,
                        in(ADAPTER + "storage.local", "class A extends org.apache.hadoop.fs.FileSystem {}")),
                broken(
                        "Kernel in app",
                        HouseRules.KERNEL_IN_DELTA_ONLY,
                        KERNEL,
                        in(HOUSE + "app", "class A { io.delta.kernel.Table t; }")),
                broken(
                        "Parquet in a store",
                        HouseRules.PARQUET_IN_DELTA_ONLY,
                        PARQUET,
                        in(ADAPTER + "storage.s3", "class A { org.apache.parquet.Footer f; }")),
                broken(
                        "docker-java in app",
                        HouseRules.DOCKER_JAVA_IN_DOCKER_ONLY,
                        DOCKER,
                        in(HOUSE + "app", "class A { com.github.dockerjava.api.DockerClient c; }")),
                broken(
                        "meters among the commands",
                        HouseRules.MICROMETER_IN_METRICS_ONLY,
                        in(HOUSE + "app.command", "class A { io.micrometer.core.instrument.MeterRegistry r; }")),
                broken(
                        "wiring in the room of reports",
                        HouseRules.REPORTS_KNOW_THE_CORE_ONLY,
                        in(HOUSE + "app.host", "public class A {}"),
                        in(HOUSE + "app.socket", "class B { " + HOUSE + "app.host.A a; }")),
                broken(
                        "Kernel's internals",
                        internals,
                        INTERNAL,
                        in(ADAPTER + "delta", "class A { io.delta.kernel.internal.SnapshotImpl s; }")),
                broken(
                        "internals of Kernel's defaults",
                        internals,
                        DEFAULTS,
                        in(ADAPTER + "delta.log", "class A { io.delta.kernel.defaults.internal.Reader r; }")),
                broken(
                        "an adapter that sees another",
                        apart,
                        in(ADAPTER + "delta", "public class A {}"),
                        in(ADAPTER + "storage.local", "class B { " + ADAPTER + "delta.A a; }")),
                broken(
                        "a store that sees another",
                        apart,
                        in(ADAPTER + "storage.local", "public class A {}"),
                        in(ADAPTER + "storage.s3", "class B { " + ADAPTER + "storage.local.A a; }")),
                broken(
                        "two classes that know each other",
                        circles,
                        in(DELTA + "log", "public class DeltaLog { " + DELTA + "lease.LeaseFiles lease; }"),
                        in(
                                DELTA + "lease",
                                "public class LeaseFiles { String of = " + DELTA + "log.DeltaLog.class.getName(); }")),
                broken(
                        "two classes of one room that know each other",
                        circles,
                        in(DELTA + "log", "class DeltaLog { void clean() { new InlineLogCleanup(); } }"),
                        in(DELTA + "log", "class InlineLogCleanup { DeltaLog log; }")),
                broken(
                        "three classes in a circle",
                        circles,
                        in(DELTA + "log", "public class DeltaLog { " + DELTA + "io.TableStoreIO io; }"),
                        in(DELTA + "io", "public class TableStoreIO { FileWalk walk; }"),
                        in(DELTA + "io", "class FileWalk { static class Names { " + DELTA + "log.DeltaLog log; } }")),
                broken("no @NullMarked", ShapeRules.PACKAGES_ARE_NULL_MARKED, in(HOUSE + "app.bare", "class A {}")),
                broken(
                        "a class among the events",
                        ShapeRules.EVENTS_ARE_VALUES,
                        in(CORE + "event", "public class A {}")),
                broken(
                        "an open interface among the events",
                        ShapeRules.EVENTS_ARE_VALUES,
                        in(CORE + "event", "public interface A {}")));
        return Stream.concat(cases, forbiddenEdges());
    }

    /** The rules of the cases, once each: a rule without a case is never checked, and so is missed. */
    static Stream<ArchRule> rules() {
        return cases().map(Case::rule).distinct();
    }

    /** Every edge between two rooms of a part that is not drawn, those of one room together. */
    private static Stream<Case> forbiddenEdges() {
        return HousePlan.PLAN.stream()
                .flatMap(part -> part.uses().keySet().stream().map(room -> forbiddenEdges(part, room)))
                .filter(edges -> !edges.culprits().isEmpty());
    }

    private static Case forbiddenEdges(Rooms part, String room) {
        List<String> sources = new ArrayList<>();
        List<String> users = new ArrayList<>();
        for (String other : part.uses().keySet()) {
            if (!other.equals(room) && !part.mayUse(room).contains(other)) {
                String user = "User" + users.size();
                sources.add(in(part.name(other), "public class Used {}"));
                sources.add(in(part.name(room), "class " + user + " { " + part.name(other) + ".Used used; }"));
                users.add(part.name(room) + "." + user);
            }
        }
        return new Case(part.name(room) + " uses what it may not", part.rule(room), sources, users);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theRuleCatches(Case broken) throws Exception {
        try (Fixture fixture = new Fixture(folder, broken.sources().toArray(String[]::new))) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> broken.rule().check(fixture.classes()))
                    .withMessageContaining("was violated")
                    .satisfies(e -> assertThat(broken.culprits())
                            .allSatisfy(culprit -> assertThat(e).hasMessageContaining(culprit)));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseKeepsTheRule(ArchRule rule) {
        rule.check(HouseClasses.ALL);
    }
}
