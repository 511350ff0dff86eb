package io.dispenser.telemetry.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of its machine, by name: {@code docker}, {@code mount}, {@code s3} … The system property
 * {@value #PROPERTY} lists those that were promised to be there.
 */
public final class Requirement {

    private static final String PROPERTY = "telemetry.test.require";

    private Requirement() {}

    /** Ends the test, as failed if {@code component} was promised, else as skipped; {@code missing} says what to do. */
    public static void notMet(String component, String missing) {
        String required = System.getProperty(PROPERTY, "");
        if (Arrays.asList(required.split(",", -1)).contains(component)) {
            fail(missing);
        }
        Assumptions.abort(missing);
    }
}
