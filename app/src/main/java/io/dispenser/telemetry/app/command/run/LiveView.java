package io.dispenser.telemetry.app.command.run;

import io.dispenser.telemetry.app.health.AgentHealth;
import io.dispenser.telemetry.app.http.Answer;
import io.dispenser.telemetry.app.http.EventStream;
import io.dispenser.telemetry.app.http.Page;
import io.dispenser.telemetry.app.http.Site;
import io.dispenser.telemetry.app.live.LiveAgent;
import io.dispenser.telemetry.app.live.LiveReport;
import io.dispenser.telemetry.app.report.ReportPage;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineHealth.State;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The agent's page for people: what it sees now, and how its rows get into the tables. Any thread. */
final class LiveView implements AutoCloseable {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final String POLICY = ReportPage.policy(true) + "; frame-ancestors 'none'";

    private final EventStream events = new EventStream("document", KEEP_ALIVE, this::joined);
    private final LiveReport report;

    /** @param health how the agent is; asked once it is opened */
    LiveView(Supplier<AgentHealth> health) {
        LiveReport.Watchers watchers = new LiveReport.Watchers() {
            @Override
            public boolean isAny() {
                return events.isHeard();
            }

            @Override
            public void send(byte[] document) {
                events.send(document);
            }
        };
        report = new LiveReport(() -> told(health.get()), watchers, InstantSource.system(), Ticker.system());
    }

    private void joined() {
        report.change();
    }

    /** Goes on with what {@code before} has seen, which sees no more. */
    void resume(LiveView before) {
        report.resume(before.report);
    }

    /** Sees what was recorded. */
    void recorded(TelemetryEvent event) {
        report.recorded(event);
    }

    /** Begins to tell those who listen. */
    void open() {
        report.start();
    }

    /** What is served: the page, its events, and what else there is. */
    Site site(Map<String, Page> pages) {
        return new Site(pages, Map.of("/", accept -> page()), Map.of("/events", events));
    }

    private Answer page() {
        return new Answer(200, "text/html; charset=utf-8", report.page(), POLICY);
    }

    private static LiveAgent told(AgentHealth health) {
        List<LiveAgent.Table> tables =
                health.tables().stream().map(LiveView::told).toList();
        return new LiveAgent(
                health.version(), health.startedAt(), health.engine().problem(), tables);
    }

    private static LiveAgent.Table told(AgentHealth.TableHealth table) {
        PipelineHealth pipeline = table.pipeline();
        String trouble = trouble(table);
        Instant since = trouble == null ? null : table.problemSince();
        Long bytes = pipeline.space() == null ? null : (Long) pipeline.space().usedBytes();
        return new LiveAgent.Table(
                pipeline.table(),
                pipeline.waiting(),
                bytes,
                pipeline.oldestWaiting(),
                trouble,
                since,
                table.lastWrite());
    }

    private static @Nullable String trouble(AgentHealth.TableHealth table) {
        PipelineHealth pipeline = table.pipeline();
        if (pipeline.state() != State.WORKING) {
            return "can't be written: " + pipeline.problem();
        }
        if (pipeline.spoolProblem() != null) {
            return "its spool fails: " + pipeline.spoolProblem();
        }
        return table.reached() ? null : "was not reached yet";
    }

    @Override
    public void close() {
        events.close();
        report.close();
    }
}
