package io.dispenser.telemetry.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.dispenser.telemetry.app.architecture.HousePlan.ADAPTER;
import static io.dispenser.telemetry.app.architecture.HousePlan.CORE;
import static io.dispenser.telemetry.app.architecture.HousePlan.HOUSE;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;

/** Who may depend on whom. */
final class HouseRules {

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
            .resideInAnyPackage("io.delta.kernel.internal..", "io.delta.kernel.defaults.internal..");

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
