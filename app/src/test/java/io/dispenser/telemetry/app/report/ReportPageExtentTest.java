package io.dispenser.telemetry.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;

/** The page of long times, of many hosts, and of a part of what there is. */
class ReportPageExtentTest extends PageInBrowser {

    @ParameterizedTest
    @CsvSource({"12, 1280", "12, 360", "60, 1280", "240, 2560"})
    void monthsAndYearsHaveTheirDatesAboveTheTimelines(int months, int width) throws Exception {
        DraftedDocument longAgo =
                new DraftedDocument(months * 60, 12 * DraftedDocument.HOUR).host("web-1", months * 60 - 1);
        longAgo.series(0, null, "api", "api", "api:1");
        browser.open(longAgo, folder, width, false);
        List<WebElement> ticks = browser.all("#axis .tick");
        assertThat(ticks).hasSizeGreaterThanOrEqualTo(2);
        WebElement timeline = browser.one("#s0 .timeline");
        for (WebElement tick : ticks) {
            double at = Double.parseDouble(tick.getDomAttribute("data-at"));
            double share = (at - longAgo.from) / (DraftedDocument.TO - longAgo.from);
            double middle = tick.getRect().x + tick.getRect().width / 2.0;
            assertThat(middle).isCloseTo(timeline.getRect().x + share * timeline.getRect().width, within(2.0));
            assertThat(tick.getText()).matches("[A-Z][a-z]{2,3}|20[0-9]{2}");
        }
    }

    /** A bucket of a year is less than a column of a screen. */
    @ParameterizedTest
    @CsvSource({"360, 7", "360, 3", "1280, 7", "1280, 3"})
    void oneBadBucketOfAYearIsSeen(int width, byte state) throws Exception {
        DraftedDocument year = new DraftedDocument(730, 12 * DraftedDocument.HOUR).host("web-1", 729);
        year.series(0, null, "api", "api", "api:1")
                .band(0, 730, DraftedSeries.RUNNING)
                .band(333, 334, state == 7 ? DraftedSeries.FAILED : DraftedSeries.UNHEALTHY);
        browser.open(year, folder, width, false);
        WebElement timeline = browser.one("#s0 .timeline");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(timeline.getScreenshotAs(OutputType.BYTES)));
        long seen = 0;
        for (int y = 14; y < 26; y++) { // above what merely runs
            for (int x = 0; x < picture.getWidth(); x++) {
                Color colour = new Color(picture.getRGB(x, y));
                seen += colour.getRed() - colour.getBlue() > 60 ? 1 : 0;
            }
        }
        assertThat(seen).as("a line of one column at the least").isBetween(12L, 60L);
    }

    @Test
    void whatTheReportLeavesOutIsSaid() throws Exception {
        DraftedDocument some = new DraftedDocument(20, DraftedDocument.HOUR).host("web-<b>1", 19);
        some.series(0, null, "api", "api", "api:1");
        some.attention("unhealthy", 3, 0, 0, 4, "api is unhealthy since \u0001" + some.at(4) + "\u0001, \u0001x");
        some.root().putObject("asked").put("since", "20h").put("service", "api").put("host", "web-<b>1");
        browser.open(some, folder, 1280, false);
        assertThat(browser.text("#asked")).isEqualTo("Only service api on host web-<b>1");
        assertThat(browser.text("#attention a")).isEqualTo("api is unhealthy since 21:30, x");
        assertThat(browser.one("#paper-zone").isDisplayed()).isFalse();
        browser.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertThat(browser.one("#paper-zone").isDisplayed()).isTrue();
        assertThat(browser.text("#paper-zone")).isEqualTo("Times below are of Europe/Berlin.");
        browser.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    @Test
    void hundredsOfHostsAreShownWhenTheyAreAskedFor() throws Exception {
        DraftedDocument many = new DraftedDocument(20, DraftedDocument.HOUR);
        for (int i = 0; i < 250; i++) {
            many.host("web-" + i, 19);
        }
        browser.open(many, folder, 1280, false);
        assertThat(browser.all("#hosts tbody tr")).hasSize(100);
        browser.one("#hosts-more button").click();
        assertThat(browser.all("#hosts tbody tr")).hasSize(250);
        assertThat(browser.text("#hosts-more")).isEmpty();
    }
}
