package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.NOON;
import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That a report stays one that a browser opens at once, and its making within its memory. */
class ReportSizeTest {

    private static final int LARGEST_PAGE = 5_000_000;

    @Test
    void aYearOfFiveHundredContainersFits() throws Exception {
        ReportBuilder builder = builder(Duration.ofDays(365));
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            Container container = new Container("service-" + i % 10);
            container.host = "host-" + i / 10;
            for (Instant at = NOON.minus(Duration.ofDays(365)); at.isBefore(NOON); at = at.plus(Duration.ofHours(3))) {
                container.cpu = 100 * random.nextDouble();
                container.memory = (long) (400 * ReportFixture.MIB * random.nextDouble());
                container.restarts += random.nextInt(20) / 19;
                builder.sample(container.at(at));
            }
        }

        ReportDocument document = ReportDocument.of(builder);
        JsonNode json = ReportFixture.read(document);

        assertThat(page(document)).isBetween(3_000_000, LARGEST_PAGE);
        assertThat(json.path("bucket").asLong()).isEqualTo(Duration.ofHours(12).toMillis());
        assertThat(json.path("omitted").path("details").asInt()).isZero();
        assertThat(json.path("series"))
                .hasSize(500)
                .allSatisfy(series -> assertThat(series.path("bands").isNull()).isFalse());
    }

    @Test
    void ofTenThousandServicesTheWorstHaveDetails() throws Exception {
        ReportBuilder builder = builder(Duration.ofDays(7));
        for (int i = 0; i < 10_000; i++) {
            Container container = new Container("service-" + i);
            container.host = "host-" + i % 500;
            container.health = i == 7_777 ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY;
            for (int hours = 7 * 24; hours > 0; hours -= 2) {
                builder.sample(container.at(minutesAgo(60 * hours - 59)));
            }
        }

        ReportDocument document = ReportDocument.of(builder);
        JsonNode json = ReportFixture.read(document);

        assertThat(page(document)).isLessThan(LARGEST_PAGE);
        JsonNode series = json.path("series");
        assertThat(series.size() + json.path("omitted").path("series").asInt()).isEqualTo(10_000);
        assertThat(json.path("omitted").path("details").asInt()).isPositive();
        assertThat(series.get(0).path("service").asText()).isEqualTo("service-7777");
        assertThat(series.get(0).path("bands").isNull()).isFalse();
        assertThat(series.get(series.size() - 1).path("bands").isNull()).isTrue();
        assertThat(json.path("totals").path("containers").asInt()).isEqualTo(10_000);
    }

    @Test
    void moreContainersThanAnybodyHasAreCounted() throws Exception {
        ReportBuilder builder = builder(Duration.ofDays(7));
        for (int i = 0; i < 30_000; i++) {
            builder.sample(new Container("service-" + i).at(minutesAgo(10)));
        }

        ReportDocument document = ReportDocument.of(builder);

        assertThat(page(document)).isLessThan(LARGEST_PAGE);
        assertThat(ReportFixture.read(document)
                        .path("totals")
                        .path("containers")
                        .asInt())
                .isEqualTo(30_000);
    }

    @Test
    void textsOfAHundredKilobytesAreCut() throws Exception {
        ReportBuilder builder = builder(Duration.ofHours(2));
        String endless = "<script>\u202E\"\\\n\u0000".repeat(8_000);
        for (int i = 0; i < 300; i++) {
            Container container = new Container(i + endless);
            container.host = i + endless;
            container.image = endless;
            container.health = HealthStatus.UNHEALTHY;
            builder.sample(container.at(minutesAgo(10)));
            builder.deployment(
                    ReportFixture.deployment(minutesAgo(20), i + endless, endless, endless, DeploymentAction.CREATED));
        }

        ReportDocument document = ReportDocument.of(builder);
        JsonNode json = ReportFixture.read(document);

        assertThat(page(document)).isLessThan(LARGEST_PAGE);
        assertThat(json.path("series")).hasSize(300).allSatisfy(series -> {
            assertThat(series.path("service").asText()).hasSizeLessThan(300).endsWith("…");
            assertThat(series.path("image").asText()).hasSizeLessThan(400);
        });
        assertThat(json.path("attention").get(0).path("text").asText())
                .hasSizeLessThan(5_000)
                .doesNotContain("\n", "\u202E", "\u0000");
    }

    /** Nobody has such names but who wants to harm: a sign of markup takes six bytes in a page. */
    @Test
    void namesOfNothingButMarkupDoNotMakeThePageLarger() throws Exception {
        ReportBuilder builder = builder(Duration.ofDays(7));
        String markup = "<".repeat(300);
        for (int i = 0; i < 3_000; i++) {
            if (i < 1_200) {
                builder.deployment(
                        ReportFixture.deployment(minutesAgo(20), i + markup, markup, markup, DeploymentAction.CREATED));
            }
            Container container = new Container(i + markup);
            container.host = i + markup;
            container.image = markup;
            container.health = HealthStatus.UNHEALTHY;
            builder.sample(container.at(minutesAgo(10)));
        }

        ReportDocument document = ReportDocument.of(builder);
        JsonNode json = ReportFixture.read(document);

        assertThat(page(document)).isLessThan(LARGEST_PAGE);
        JsonNode omitted = json.path("omitted");
        assertThat(json.path("series").size() + omitted.path("series").asInt()).isEqualTo(3_000);
        assertThat(json.path("hosts").size() + omitted.path("hosts").asInt())
                .isEqualTo(json.path("totals").path("hosts").asInt());
        assertThat(json.path("deployments").size() + omitted.path("deployments").asInt())
                .isEqualTo(1_200);
        assertThat(json.path("series"))
                .isNotEmpty()
                .allSatisfy(series -> assertThat(json.path("hosts")
                                .get(series.path("host").asInt())
                                .path("name")
                                .asText()
                                .substring(0, 4))
                        .isEqualTo(series.path("service").asText().substring(0, 4)));
    }

    @Test
    void hostsOfRowsInTheFutureAreBounded() {
        ReportBuilder builder = builder(Duration.ofDays(7));
        for (int i = 0; i < 30_000; i++) {
            Container container = new Container("api");
            container.host = "host-" + i;
            builder.sample(container.at(NOON.plus(Duration.ofDays(1))));
        }

        assertThat(builder.hosts()).hasSize(25_000);
        assertThat(builder.futureRows()).isEqualTo(30_000);
    }

    @Test
    void manyDeploymentsAreThoseOfLate() throws Exception {
        ReportBuilder builder = builder(Duration.ofDays(365));
        for (int i = 0; i < 50_000; i++) {
            builder.deployment(ReportFixture.deployment(
                    minutesAgo(i % 2 == 0 ? i : 100_000 - i), "api", "api:" + i, null, DeploymentAction.CREATED));
        }

        ReportDocument document = ReportDocument.of(builder);
        JsonNode json = ReportFixture.read(document);

        assertThat(json.path("deployments")).hasSize(1_000);
        assertThat(json.path("deployments").get(0).path("image").asText()).isEqualTo("api:0");
        assertThat(json.path("omitted").path("deployments").asInt()).isEqualTo(49_000);
    }

    @Test
    void bucketsBecomeWiderBeforeMemoryIsFull() {
        ReportBuilder builder = builder(Duration.ofDays(7));
        long finest = builder.buckets().width();
        for (int i = 0; i < 3_000; i++) {
            Container container = new Container("service-" + i);
            for (int minutes = 7 * 24 * 60; minutes > 0; minutes -= 60) {
                builder.sample(container.at(minutesAgo(minutes)));
            }
        }

        assertThat(builder.buckets().width()).isGreaterThan(finest);
        long cells = builder.series().stream()
                .mapToLong(each -> (long) Cells.PAGE * each.cells.pageCount())
                .sum();
        assertThat(cells).isLessThanOrEqualTo(1_500_000);
    }

    private static ReportBuilder builder(Duration covered) {
        return new ReportBuilder(new ReportScope(NOON.minus(covered), NOON, "1d", null, null, false));
    }

    private static int page(ReportDocument document) throws Exception {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        ReportPage.write("test", false, document.json(), page);
        return page.size();
    }
}
