package io.dispenser.telemetry.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as somebody sees it who opens the file: in a browser, by mouse, by keyboard, by a screen reader, and on paper. */
class ReportPageTest extends PageInBrowser {

    @Test
    void aFileNeedsNothingElse() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        assertThat(browser.ask("return performance.getEntriesByType('resource').length"))
                .isEqualTo(0L);
        assertThat(browser.text("#covered"))
                .contains("7 days", "Mon 23 Nov 2026 12:30 to Mon 30 Nov 2026 12:30 UTC", "13:30 Europe/Berlin");
        assertThat(browser.text("#fresh")).contains("14 services on 4 hosts", "tables of 9.6 MB in 74 files");
        assertThat(browser.text("#attention li:first-child")).contains("Crash loop", "worker on web-1 has restarted");
        assertThat(browser.all("#rows > li")).hasSize(14);
        assertThat(browser.all("#deployments tbody tr")).hasSize(6);
    }

    @Test
    void marksStandWhereTheDocumentSays() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        // api: starting at 781, unhealthy from 782 to 793, no samples of web-2 from 430 to 462
        assertThat(edges(2, ".k-unhealthy")).hasSize(1).first().satisfies(at -> isAt(at, 782, 793));
        assertThat(edges(2, ".gap")).hasSize(1).first().satisfies(at -> isAt(at, 430, 462));
        assertThat(edges(2, ".k-ok")).hasSize(3).first().satisfies(at -> isAt(at, 0, 430));
        assertThat(edges(2, ".deployment .stem")).extracting(at -> middle(at)).satisfies(at -> {
            assertThat(at).hasSize(3);
            assertThat(at.get(0)).isCloseTo(792.7, within(2.0));
            assertThat(at.get(2)).isCloseTo(358.3, within(2.0));
        });
        assertThat(edges(1, ".restart")).extracting(at -> middle(at)).satisfies(at -> {
            assertThat(at.get(0)).isCloseTo(230.5, within(2.0));
            assertThat(at.get(3)).isCloseTo(920.5, within(2.0));
        });
        assertThat(edges(8, ".k-ok")).hasSize(7).first().satisfies(at -> isAt(at, 81, 87));
    }

    @Test
    void chartsStandBelowTheTimelineSoThatTheSameTimeIsAtTheSamePlace() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        browser.one("#s1 h3 button").click();
        List<WebElement> plots = browser.all("#s1 .u-over");
        assertThat(plots).hasSize(2);
        WebElement timeline = browser.one("#s1 .timeline");
        for (WebElement plot : plots) {
            assertThat(plot.getRect().x).isCloseTo(timeline.getRect().x, within(1));
            assertThat(plot.getRect().width).isCloseTo(timeline.getRect().width, within(2));
        }
        assertThat(browser.text("#s1 .detail")).contains("limit 512 MiB", "running, starting");
        assertThat(browser.ask("return document.querySelector('#s1 figure + figure .plot').getAttribute('aria-label')"))
                .isEqualTo("Memory of thumbnails: now 274 MiB, at most 510 MiB, limit 512 MiB");
    }

    @Test
    void chartsKeepTheirPlaceWhenTheWindowIsMadeWiderOrNarrower() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        browser.one("#s1 h3 button").click();
        for (int width : new int[] {2560, 1300, 1200}) {
            browser.look(width, 900, false);
            browser.driver.executeAsyncScript("setTimeout(arguments[0], 200)");
            List<WebElement> plots = browser.all("#s1 .u-over");
            assertThat(plots).hasSize(2);
            WebElement timeline = browser.one("#s1 .timeline");
            assertThat(plots).allSatisfy(plot -> {
                assertThat(plot.getRect().x).isCloseTo(timeline.getRect().x, within(1));
                assertThat(plot.getRect().width).isCloseTo(timeline.getRect().width, within(2));
            });
            int right = plots.get(0).getRect().x + plots.get(0).getRect().width;
            assertThat(browser.one("#s1 .history").getRect().x).isGreaterThan(right);
        }
    }

    @Test
    void whoDoesNotSeeATimelineIsToldWhatItShows() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        assertThat(label(3)).isEqualTo("search on db-1: unhealthy since 05:40");
        assertThat(label(2))
                .isEqualTo(
                        "api on web-2: running since 29 Nov 01:50; 3 deployments; 1 gap without samples of the host");
        assertThat(label(0)).isEqualTo("worker on web-1: restarting since 10:20; 29 restarts; 1 deployment");
    }

    @Test
    void everythingCanBeReachedAndDoneByKeyboard() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        List<String> walked = new ArrayList<>();
        for (browser.press(Keys.TAB); isFocused(); browser.press(Keys.TAB)) {
            String where = (String) browser.ask("const at = document.activeElement;"
                    + "return at.id || at.closest('[id]').id + ' ' + at.tagName.toLowerCase()");
            assertThat(browser.ask("return getComputedStyle(document.activeElement).outlineStyle"))
                    .as("focus is seen at %s", where)
                    .isNotEqualTo("none");
            walked.add(where);
        }
        assertThat(walked)
                .hasSize(33)
                .contains("search", "host", "zones input", "attention a", "attention-more button");
        assertThat(walked).contains("s0 button", "s13 button", "deployments a");
        browser.ask("document.querySelector('#attention li:nth-child(3) a').focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.ask("return document.activeElement.closest('.row').id"))
                .isEqualTo("s3");
        assertThat(browser.ask("return document.activeElement.getAttribute('aria-expanded')"))
                .isEqualTo("true");
        browser.press(Keys.ENTER);
        assertThat(browser.ask("return document.activeElement.getAttribute('aria-expanded')"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({"360, false", "360, true", "1280, false", "1280, true"})
    void noRuleOfAccessibilityIsBroken(int width, boolean dark) throws Exception {
        browser.open(ReportStory.week(), folder, width, dark);
        browser.one("#s0 h3 button").click();
        assertThat(browser.barriers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"360", "768", "1280", "2560"})
    void noWidthMakesThePageScrollToTheSide(int width) throws Exception {
        browser.open(ReportStory.week(), folder, width, false);
        browser.ask("document.querySelectorAll('h3 button').forEach(each => each.click())");
        assertThat(browser.width()).isLessThanOrEqualTo(width);
    }

    @Test
    void onPaperTheWorstAreOpenAndTheScreenIsAsBeforeAfterwards() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, true);
        browser.ask("addEventListener('beforeprint', () => {"
                + "window.printed = document.querySelectorAll('.row.open').length;"
                + "window.paper = getComputedStyle(document.documentElement).getPropertyValue('--ink')})");
        String paper = new String(browser.paper(), StandardCharsets.ISO_8859_1);
        assertThat(paper).startsWith("%PDF");
        assertThat(paper.split("/Type /Page\n", -1)).hasSizeBetween(3, 7);
        assertThat(browser.ask("return window.printed")).isEqualTo(4L);
        assertThat(browser.ask("return window.paper")).isEqualTo("#1e2327");
        assertThat(browser.all(".row.open")).isEmpty();
    }

    @Test
    void whatIsSearchedForIsFoundAndTimesFollowTheZone() throws Exception {
        browser.open(ReportStory.week(), folder, 1280, false);
        browser.one("#search").sendKeys("front WEB-2");
        assertThat(browser.text("#found")).isEqualTo("1 of 14 containers");
        assertThat(browser.all("#rows > li")).hasSize(1);
        assertThat(browser.all("#deployments tbody tr")).hasSize(1);
        browser.one("#search").clear();
        browser.one("#search").sendKeys("nothing like it");
        assertThat(browser.text("#rows")).isEqualTo("No container has all of these words.");
        browser.driver
                .findElement(By.linkText("search on db-1 has been unhealthy for 7 h 50 min"))
                .click();
        assertThat(browser.text("#found")).isEqualTo("14 containers");
        browser.one("#attention li:nth-child(2) a").click(); // of a host alone
        assertThat(browser.text("#found")).isEqualTo("2 of 14 containers");
        browser.one("#zones input[value=utc]").click();
        assertThat(browser.text("#attention li:nth-child(3) time")).isEqualTo("04:40");
        assertThat(browser.text("#found")).isEqualTo("2 of 14 containers");
    }

    private static boolean isFocused() {
        return (Boolean) browser.ask("return document.activeElement !== document.body");
    }

    private static void isAt(List<Double> edges, double from, double to) {
        assertThat(edges.get(0)).isCloseTo(from, within(2.0));
        assertThat(edges.get(1)).isCloseTo(to, within(2.0));
    }

    private static double middle(List<Double> edges) {
        return (edges.get(0) + edges.get(1)) / 2;
    }

    /** Where the shapes of a series' timeline begin and end, as they are drawn, in buckets. */
    @SuppressWarnings("unchecked")
    private static List<List<Double>> edges(int series, String shape) {
        return (List<List<Double>>) browser.ask("""
                const picture = document.querySelector('#s' + arguments[0] + ' .timeline');
                const box = picture.getBoundingClientRect();
                const bucket = x => (x - box.left) / box.width * arguments[2] + 1e-9;
                return [...picture.querySelectorAll(arguments[1])].map(each => each.getBoundingClientRect())
                    .map(each => [bucket(each.left), bucket(each.right)]);
                """, series, shape, ReportStory.BUCKETS);
    }

    private static Object label(int series) {
        return browser.ask(
                "return document.querySelector('#s' + arguments[0] + ' .timeline').getAttribute('aria-label')", series);
    }
}
