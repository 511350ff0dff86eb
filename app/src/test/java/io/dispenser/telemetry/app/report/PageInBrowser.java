package io.dispenser.telemetry.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of pages that are opened in one browser after the other, each without a word on the browser's console. */
abstract class PageInBrowser {

    static Browser browser;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingWentWrongInIt() {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.ask("return window.hacked")).isEqualTo(Browser.NOTHING);
    }
}
