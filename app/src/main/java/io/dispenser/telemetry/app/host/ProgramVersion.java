package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.app.storage.InstalledAdapters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The version of this program: as its package says, and else as its build wrote it down. */
public final class ProgramVersion {

    private static final String RESOURCE = "/dispenser-telemetry.properties";

    /** In the program's directory; whoever packs the program knows better than its build as what. */
    private static final String PACKED = "version";

    private ProgramVersion() {}

    /** The number alone: {@code 0.1.0}. */
    public static String number() {
        return InstalledAdapters.homeOfProcess()
                .map(home -> home.resolve(PACKED))
                .filter(Files::exists)
                .map(ProgramVersion::packed)
                .orElseGet(ProgramVersion::built);
    }

    private static String packed(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String built() {
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
