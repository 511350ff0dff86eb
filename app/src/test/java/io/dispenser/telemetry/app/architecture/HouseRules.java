package io.dispenser.telemetry.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may depend on whom. */
final class HouseRules {

    static final String HOUSE = "io.dispenser.telemetry.";
    static final String CORE = HOUSE + "core.";
    static final String ADAPTER = HOUSE + "adapter.";

    static final Rooms ROOMS_OF_CORE = new Rooms(
            HOUSE + "core",
            Map.ofEntries(
                    Map.entry("time", Set.of()),
                    Map.entry("event", Set.of()),
                    Map.entry("table", Set.of("event")),
                    Map.entry("flush", Set.of()),
                    Map.entry("container", Set.of("event")),
                    Map.entry("port", Set.of("event", "table", "container", "deployment")),
                    Map.entry("net", Set.of()),
                    Map.entry("storage", Set.of("net")),
                    Map.entry("deployment", Set.of("container", "event")),
                    Map.entry("status", Set.of("time", "container", "event", "port")),
                    Map.entry(
                            "pipeline",
                            Set.of(
                                    "time",
                                    "event",
                                    "table",
                                    "flush",
                                    "container",
                                    "port",
                                    "storage",
                                    "deployment",
                                    "status")),
                    Map.entry("maintenance", Set.of("time", "port")),
                    Map.entry(
                            "agent",
                            Set.of(
                                    "time",
                                    "event",
                                    "table",
                                    "flush",
                                    "container",
                                    "port",
                                    "storage",
                                    "deployment",
                                    "status",
                                    "pipeline"))));

    static final Rooms ROOMS_OF_DELTA = new Rooms(
            ADAPTER + "delta",
            Map.of(
                    "",
                            Set.of(
                                    "io",
                                    "kernel",
                                    "parquet",
                                    "log",
                                    "lease",
                                    "read",
                                    "write",
                                    "groupcommit",
                                    "maintenance"),
                    "kernel", Set.of(),
                    "io", Set.of("kernel"),
                    "parquet", Set.of("io", "kernel"),
                    "log", Set.of("io", "kernel"),
                    "lease", Set.of("io"),
                    "read", Set.of("log", "parquet", "io", "kernel"),
                    "write", Set.of("log", "parquet", "io", "kernel"),
                    "groupcommit", Set.of("write", "log", "parquet", "read", "io", "kernel"),
                    "maintenance", Set.of("log", "lease", "parquet", "read", "io", "kernel")));

    static final Rooms ROOMS_OF_APP = new Rooms(
            HOUSE + "app",
            Map.ofEntries(
                    Map.entry("", Set.of("command")),
                    Map.entry(
                            "command",
                            Set.of(
                                    "config", "demo", "health", "host", "http", "live", "logging", "output", "report",
                                    "socket", "storage")),
                    Map.entry("config", Set.of("storage")),
                    Map.entry("demo", Set.of()),
                    Map.entry("health", Set.of()),
                    Map.entry("host", Set.of("config", "storage")),
                    Map.entry("http", Set.of()),
                    Map.entry("live", Set.of("report")),
                    Map.entry("logging", Set.of("output")),
                    Map.entry("output", Set.of()),
                    Map.entry("report", Set.of("logging", "output")),
                    Map.entry("socket", Set.of()),
                    Map.entry("storage", Set.of())));

    static final List<Rooms> PLAN = List.of(ROOMS_OF_CORE, ROOMS_OF_DELTA, ROOMS_OF_APP);

    /** What programs that embed us may hold on to; the rest is public only where another room needs it. */
    static final List<String> API = List.of(
            CORE + "agent",
            CORE + "container",
            CORE + "deployment",
            CORE + "event",
            CORE + "flush",
            CORE + "maintenance",
            CORE + "net",
            CORE + "pipeline",
            CORE + "port",
            CORE + "storage",
            CORE + "table",
            CORE + "time",
            ADAPTER + "delta",
            ADAPTER + "docker",
            ADAPTER + "spool",
            ADAPTER + "storage.azure",
            ADAPTER + "storage.gcs",
            ADAPTER + "storage.local",
            ADAPTER + "storage.s3",
            HOUSE + "micrometer",
            HOUSE + "testkit");

    static final ArchRule CORE_NEEDS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage(CORE + ".")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.net.ssl..", "org.jspecify..", CORE + ".");

    static final ArchRule EVENTS_TABLES_AND_FLUSHING_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage(CORE + "event..", CORE + "table..", CORE + "flush..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..");

    static final ArchRule ONLY_THE_TICKER_READS_ELAPSED_TIME = noClasses()
            .that()
            .resideInAPackage(HOUSE + ".")
            .and()
            .doNotHaveFullyQualifiedName(CORE + "time.Ticker")
            .should()
            .accessTargetWhere(describe("System.nanoTime is read", access -> isTo(access, System.class, "nanoTime")));

    static final ArchRule CORE_IS_TOLD_THE_TIME = noClasses()
            .that()
            .resideInAPackage(CORE + ".")
            .should()
            .accessTargetWhere(describe(
                    "the time is read or waited for",
                    access -> isNow(access)
                            || isTo(access, System.class, "currentTimeMillis")
                            || isTo(access, Thread.class, "sleep")));

    static final ArchRule GUICE_IN_APP_ONLY = only("com.google.inject..", HOUSE + "app..");

    static final ArchRule HADOOP_FILE_SYSTEMS_IN_OBJECT_STORES_ONLY = only(
            "org.apache.hadoop.fs..", ADAPTER + "storage.s3..", ADAPTER + "storage.gcs..", ADAPTER + "storage.azure..");

    static final ArchRule KERNEL_IN_DELTA_ONLY = only("io.delta..", ADAPTER + "delta..");

    static final ArchRule PARQUET_IN_DELTA_ONLY = only("org.apache.parquet..", ADAPTER + "delta..");

    static final ArchRule MICROMETER_IN_METRICS_ONLY =
            only("io.micrometer..", HOUSE + "micrometer..", HOUSE + "app.http..");

    static final ArchRule DOCKER_JAVA_IN_DOCKER_ONLY = only("com.github.dockerjava..", ADAPTER + "docker..");

    /** What talks to strangers knows as little as it can: neither the wiring nor the commands, nor any adapter. */
    static final ArchRule REPORTS_KNOW_THE_CORE_ONLY = classes()
            .that()
            .resideInAPackage(HOUSE + "app.socket..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "com.fasterxml.jackson..",
                    CORE + "agent..",
                    CORE + "event..",
                    CORE + "port..",
                    CORE + "time..",
                    HOUSE + "app.socket..");

    static final ArchRule KERNEL_INTERNALS_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage(ADAPTER + "delta.kernel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.delta.kernel.internal..", "io.delta.kernel.defaults.internal..")
            .allowEmptyShould(true);

    static final ArchRule ADAPTERS_DONT_SEE_EACH_OTHER =
            slices().assignedFrom(new ByAdapter()).should().notDependOnEachOther();

    /** Classes of one file may know each other as they like. */
    static final ArchRule FILES_HAVE_NO_CIRCLES =
            slices().assignedFrom(new ByFile()).should().beFreeOfCycles();

    private HouseRules() {}

    private static ArchRule only(String library, String... homes) {
        return noClasses()
                .that(resideInAPackage(HOUSE + ".").and(resideOutsideOfPackages(homes)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library))
                .as(library + " is used in " + Arrays.toString(homes) + " only");
    }

    private static boolean isNow(JavaAccess<?> access) {
        return access.getTargetOwner().getPackageName().equals("java.time")
                && access.getTarget().getName().equals("now");
    }

    private static boolean isTo(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(name);
    }

    /** A class with all that are nested in it. */
    private static final class ByFile implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return javaClass.getPackageName().startsWith(HOUSE.substring(0, HOUSE.length() - 1))
                    ? SliceIdentifier.of(javaClass.getName().split("\\$", 2)[0])
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each file";
        }
    }

    /** {@code adapter.delta} is one, {@code adapter.storage.local} another. */
    private static final class ByAdapter implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName() + ".";
            if (!name.startsWith(ADAPTER)) {
                return SliceIdentifier.ignore();
            }
            String[] parts = name.substring(ADAPTER.length()).split("\\.", -1);
            return parts[0].equals("storage")
                    ? SliceIdentifier.of("storage." + parts[1])
                    : SliceIdentifier.of(parts[0]);
        }

        @Override
        public String getDescription() {
            return "each adapter";
        }
    }
}
