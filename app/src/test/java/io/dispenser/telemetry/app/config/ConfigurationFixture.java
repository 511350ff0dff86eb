package io.dispenser.telemetry.app.config;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder for a configuration of a test. */
abstract class ConfigurationFixture {

    @TempDir
    Path temp;

    ConfigurationFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ConfigurationFolder(temp);
    }
}
