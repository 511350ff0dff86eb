package io.dispenser.telemetry.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page of documents that nobody wishes for: hostile, empty, huge. */
class ReportPageLimitsTest extends PageInBrowser {

    private static final String HOSTILE =
            "</script><script>window.hacked = 1</script><!-- <img src=x onerror='hacked = 1'>"
                    + "\u202edesrever\u2066 \u0000\u001b[31m & \"quoted\" ${x} ";

    @Test
    void strangersTextStaysText() throws Exception {
        DraftedDocument hostile = new DraftedDocument(20, DraftedDocument.HOUR).host(HOSTILE, 19, 3, 7);
        String huge = HOSTILE + "x".repeat(100_000);
        DraftedSeries one =
                hostile.series(0, huge, huge, huge, huge).output(huge).now(huge, huge);
        one.restart(4, 2);
        hostile.series(0, HOSTILE, "\u202e", "\u0627\u0644\u062e\u062f\u0645\u0629", "é̂́".repeat(2_000));
        hostile.attention(HOSTILE, 3, 0, 0, 4, huge).attention("crash-loop", 3, 0, 1, 4, HOSTILE);
        hostile.deployment(5, 0, HOSTILE, huge, huge, HOSTILE, "<b>");
        hostile.table(HOSTILE, huge, 7, huge);
        for (int width : new int[] {360, 1280}) {
            browser.open(hostile, folder, width, false);
            browser.ask("document.querySelectorAll('h3 button').forEach(each => each.click())");
            assertThat(browser.width()).isLessThanOrEqualTo(width);
            assertThat(browser.ask("return document.querySelectorAll('img, script, b script').length"))
                    .isEqualTo(3L); // of ours: the document, the library, the page's own
            assertThat(browser.text("#s0 h3")).contains("</script><script>").doesNotContain("\u202e", "\u001b");
            assertThat((String) browser.ask("return document.body.innerText")).hasSizeLessThan(20_000);
            assertThat((Long) browser.ask("return document.body.offsetHeight")).isLessThan(6_000);
            assertThat(browser.barriers()).isEmpty();
        }
    }

    @Test
    void anEmptyDocumentSaysSo() throws Exception {
        browser.open(new DraftedDocument(7, DraftedDocument.HOUR), folder, 360, false);
        assertThat(browser.text("#attention")).isEqualTo("Nothing was seen in this time.");
        assertThat(browser.text("#rows")).isEqualTo("No samples in this time.");
        assertThat(browser.text("#deployments")).isEqualTo("None in this time.");
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void tenThousandServicesAreDrawnAsTheyComeIntoSight() throws Exception {
        DraftedDocument many = new DraftedDocument(2, DraftedDocument.HOUR).host("web-1", 1);
        for (int i = 0; i < 10_000; i++) {
            many.series(0, "shop", "service-" + i, "shop-service-" + i + "-1", "image:" + i);
        }
        browser.open(many, folder, 1280, false);
        assertThat(browser.text("#found")).isEqualTo("10,000 containers");
        assertThat(browser.all("#rows > li")).hasSize(50);
        browser.ask("window.scrollTo(0, document.querySelector('#rows-more').offsetTop - 500)");
        browser.ask("return document.body.offsetHeight");
        browser.driver.executeAsyncScript("requestAnimationFrame(() => setTimeout(arguments[0], 50))");
        assertThat(browser.all("#rows > li")).hasSizeBetween(51, 250);
        browser.one("#search").sendKeys("service-9876");
        assertThat(browser.all("#rows > li")).hasSize(1);
    }
}
