package io.dispenser.telemetry.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What classes and signatures look like. */
final class ShapeRules {

    static final ArchRule CORE_SIGNATURES_NAME_THE_JDK_AND_OURS = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(HousePlan.CORE + ".")
            .should(nameInPublicOnly(
                    "types of the JDK and of the core",
                    type -> type.isPrimitive()
                            || type.getPackageName().startsWith("java.")
                            || type.getPackageName().startsWith("javax.net.ssl")
                            || type.getPackageName().startsWith(HousePlan.CORE)));

    static final ArchRule API_NAMES_API_ONLY = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(HousePlan.API.toArray(String[]::new))
            .should(nameInPublicOnly(
                    "types of packages that are API",
                    type -> !type.getPackageName().startsWith(HousePlan.HOUSE)
                            || HousePlan.API.contains(type.getPackageName())));

    static final ArchRule NO_JACKSON_IN_PUBLIC_SIGNATURES = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(HousePlan.HOUSE + ".")
            .should(nameInPublicOnly(
                    "types that are not Jackson's",
                    type -> !type.getPackageName().startsWith("com.fasterxml.jackson")));

    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .that()
            .resideInAPackage(HousePlan.HOUSE + ".")
            .should(be(
                    "in a package that is @NullMarked",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class)));

    static final ArchRule EVENTS_ARE_VALUES = classes()
            .that()
            .resideInAPackage(HousePlan.CORE + "event..")
            .and()
            .arePublic()
            .should(be(
                    "a record, an enum, or the interface that they are kinds of",
                    type -> type.isRecord() || type.isEnum() || type.isEquivalentTo(TelemetryEvent.class)));

    private ShapeRules() {}

    private static ArchCondition<JavaClass> be(String shape, Predicate<JavaClass> holds) {
        return new ArchCondition<>("be " + shape) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, holds.test(type), type.getName() + " should be " + shape));
            }
        };
    }

    private static ArchCondition<JavaCodeUnit> nameInPublicOnly(String what, Predicate<JavaClass> allowed) {
        return new ArchCondition<>("name in public only " + what) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                if (!isPublic(unit)) {
                    return;
                }
                Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .forEach(type -> events.add(new SimpleConditionEvent(
                                unit, allowed.test(type), unit.getFullName() + " names " + type.getName())));
            }
        };
    }

    private static boolean isPublic(JavaCodeUnit unit) {
        return unit.getModifiers().contains(JavaModifier.PUBLIC)
                && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC);
    }
}
