package io.dispenser.telemetry.app.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, as its build wrote it down. */
public final class ProgramVersion {

    private static final String RESOURCE = "/dispenser-telemetry.properties";

    private ProgramVersion() {}

    /** The number alone: {@code 0.1.0}. */
    public static String number() {
        try (InputStream in = ProgramVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program's jar");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name and number: {@code dispenser-telemetry/0.1.0}. */
    public static String nameAndVersion() {
        return "dispenser-telemetry/" + number();
    }
}
