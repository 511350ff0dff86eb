package io.dispenser.telemetry.app.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.health.AgentHealth;
import io.dispenser.telemetry.app.health.HealthWatch;
import io.dispenser.telemetry.app.http.HttpEndpoint;
import io.dispenser.telemetry.app.http.RecordedAttempts;
import io.dispenser.telemetry.app.report.Browser;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineHealth.State;
import io.dispenser.telemetry.core.port.SpoolSpace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent's page in a browser, while the agent goes on. */
@Timeout(60)
class LiveViewTest {

    private static final String LOOPBACK = "127.0.0.1";
    private static Browser browser;

    private final HealthWatch watch = new HealthWatch(
            "1.2.3",
            Instant.now().minusSeconds(600),
            "Docker",
            Map.of("dispenser-container-status", "file:///tables/status"),
            InstantSource.system());
    private volatile PipelineHealth pipeline = pipeline(State.WORKING, 0, null);

    @BeforeAll
    static void start() {
        browser = Browser.start();
        browser.look(1280, 900, false);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void thePageFollowsTheAgentAndLeavesItsReaderInPeace() throws Exception {
        watch.tableReady("dispenser-container-status");
        int port = freePort();
        LiveView view = new LiveView(this::health);
        sample(view, "web", HealthStatus.HEALTHY, 90);
        sample(view, "worker", HealthStatus.HEALTHY, 90);
        view.open();
        try (HttpEndpoint endpoint = serve(view, port)) {
            browser.open(URI.create("http://" + LOOPBACK + ":" + port + "/"));
            until(() -> browser.text("#live").startsWith("Live"));
            assertThat(browser.driver.getTitle()).isEqualTo("Containers of web-1");
            assertThat(browser.text("#s0 .state b")).isEqualTo("running");
            assertThat(browser.text("#pipelines")).contains("dispenser-container-status", "0 rows", "well");
            assertThat(browser.text("#footer")).contains("1.2.3 on web-1");
            browser.one("#search").sendKeys("shop-web");
            // At once, since the page may draw itself anew between finding and clicking.
            browser.ask("const at = document.querySelector('#rows h3 button'); at.focus(); at.click()");
            pipeline = pipeline(State.RETRYING, 42, "no route to the store");
            sample(view, "web", HealthStatus.UNHEALTHY, 30);
            until(() -> browser.text("#rows .state b").equals("unhealthy"));
            assertThat(browser.text("#attention")).contains("Unhealthy", "web");
            assertThat(browser.text("#pipelines")).contains("42 rows", "can't be written: no route to the store");
            assertThat(browser.text("#found")).isEqualTo("1 of 2 containers");
            assertThat(browser.all(".row.open")).hasSize(1);
            assertThat(browser.ask("return document.activeElement.closest('.row').id"))
                    .isEqualTo("s0");
            assertThat(browser.barriers()).isEmpty();
            assertThat(browser.console()).isEmpty();
            endpoint.close();
            until(() -> browser.text("#live").startsWith("The agent does not answer"));
        } finally {
            view.close();
        }
        LiveView again = new LiveView(this::health);
        again.open();
        sample(again, "another", HealthStatus.NONE, 0);
        try (HttpEndpoint endpoint = serve(again, port)) {
            browser.one("#search").clear();
            until(() -> browser.text("#rows").contains("another"));
            assertThat(browser.text("#live")).startsWith("Live");
            assertThat(endpoint).isNotNull();
        } finally {
            again.close();
        }
    }

    private static HttpEndpoint serve(LiveView view, int port) {
        return HttpEndpoint.start(LOOPBACK, port, view.site(Map.of()), Duration.ofMillis(100), new RecordedAttempts());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) { // the test's timeout is its patience
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private AgentHealth health() {
        return watch.health(List.of(pipeline));
    }

    private static PipelineHealth pipeline(State state, long waiting, @Nullable String problem) {
        return new PipelineHealth(
                "dispenser-container-status",
                state,
                waiting,
                0,
                0,
                waiting,
                null,
                0,
                new SpoolSpace(4096, 1 << 20),
                problem,
                null);
    }

    private static void sample(LiveView view, String service, HealthStatus health, int secondsAgo) {
        view.recorded(new ContainerStatusEvent(
                        Instant.now().minusSeconds(secondsAgo),
                        service,
                        service + "-id",
                        ContainerState.RUNNING,
                        health,
                        null,
                        0,
                        100,
                        0,
                        null)
                .with(
                        ContainerUsage.of(12.5, 100L << 20, 256L << 20),
                        new ContainerRun("image:1", false, Instant.now().minusSeconds(1000), null),
                        new Origin("web-1", "shop", "shop-" + service + "-1")));
    }
}
