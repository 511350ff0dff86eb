package io.dispenser.telemetry.app.command.run;

import io.dispenser.telemetry.app.config.ListenAddress;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.health.AgentHealth;
import io.dispenser.telemetry.app.health.HealthDocument;
import io.dispenser.telemetry.app.health.HealthWatch;
import io.dispenser.telemetry.app.host.HostTelemetry;
import io.dispenser.telemetry.app.host.Listeners;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.host.RecordedEvents;
import io.dispenser.telemetry.app.http.Answer;
import io.dispenser.telemetry.app.http.HttpEndpoint;
import io.dispenser.telemetry.app.http.MetricsPage;
import io.dispenser.telemetry.app.http.Page;
import io.dispenser.telemetry.app.logging.MonitoringLog;
import io.dispenser.telemetry.app.socket.AgentRequests;
import io.dispenser.telemetry.app.socket.AgentServer;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.agent.ReportAnswer;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.micrometer.AgentMetrics;
import io.dispenser.telemetry.micrometer.IntervalMetrics;
import io.dispenser.telemetry.micrometer.MaintenanceMetrics;
import io.dispenser.telemetry.micrometer.PipelineMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How others look at the agent while it runs: by its local socket, and by HTTP where the configuration says so. Metrics are
 * counted only then.
 */
final class Monitoring {

    private static final Duration HTTP_RETRY = Duration.ofSeconds(30);
    private static final String JSON = "application/json";

    private final HealthWatch watch;
    private final @Nullable Metrics metrics;
    private final @Nullable LiveView view;
    private @Nullable AgentServer socket;
    private @Nullable HttpEndpoint http;
    private volatile @Nullable HostTelemetry watched;

    /** Which engine is seen, under which name of its host. */
    private final List<String> seen;

    /** What is counted for a registry, and where it is served. */
    private record Metrics(
            ListenAddress listen,
            PipelineMetrics pipelines,
            AgentMetrics agent,
            MaintenanceMetrics maintenance,
            IntervalMetrics intervals) {

        static Metrics servedAt(ListenAddress listen) {
            List<String> tables = List.of(TelemetryTables.DEPLOYMENTS.name(), TelemetryTables.STATUS.name());
            InstantSource clock = InstantSource.system();
            return new Metrics(
                    listen,
                    new PipelineMetrics(tables, clock),
                    new AgentMetrics(clock),
                    new MaintenanceMetrics(tables, clock),
                    new IntervalMetrics(tables));
        }
    }

    /**
     * @param configuration one that enables telemetry
     * @param startedAt since when the program runs
     * @param engine what the engine is called
     * @param before the one that was closed for this one, which goes on with what that one knows; or null
     */
    Monitoring(TelemetryConfiguration configuration, Instant startedAt, String engine, @Nullable Monitoring before) {
        seen = List.of(engine, configuration.find(Setting.HOST).orElse(""));
        watch = new HealthWatch(
                ProgramVersion.number(),
                startedAt,
                engine,
                Map.of(
                        TelemetryTables.DEPLOYMENTS.name(), uri(configuration.deploymentsTable()),
                        TelemetryTables.STATUS.name(), uri(configuration.statusTable())),
                InstantSource.system());
        metrics = configuration.find(Setting.HTTP_LISTEN).map(Metrics::servedAt).orElse(null);
        view = metrics == null ? null : new LiveView(this::health);
        configured(configuration);
        if (before != null && before.seen.equals(seen)) {
            watch.resume(before.watch);
            if (view != null && before.view != null) {
                view.resume(before.view);
            }
        }
    }

    /** The agent goes on under {@code now}, as far as others look at that. */
    void configured(TelemetryConfiguration now) {
        if (metrics != null) {
            metrics.intervals()
                    .configured(
                            now.get(Setting.STATUS_INTERVAL),
                            now.get(Setting.FLUSH_INTERVAL),
                            now.get(Setting.MAINTENANCE_ENABLED)
                                    ? Optional.of(now.get(Setting.MAINTENANCE_INTERVAL))
                                    : Optional.empty());
        }
    }

    private AgentHealth health() {
        HostTelemetry host = watched;
        return watch.health(host == null ? List.of() : host.health());
    }

    private static String uri(Optional<TableLocation> table) {
        return table.map(TableLocation::uri).orElseThrow().toString();
    }

    /** Who has to hear of events. */
    RecordedEvents events() {
        return view == null ? RecordedEvents.UNWATCHED : new RecordedEvents(view::recorded);
    }

    /** {@code log} and whoever else has to hear of pipelines. */
    PipelineListener pipelines(PipelineListener log) {
        return all(PipelineListener.class, log, metrics == null ? null : metrics.pipelines());
    }

    /** The same of the engine. */
    AgentListener agent(AgentListener log) {
        return all(AgentListener.class, log, metrics == null ? null : metrics.agent());
    }

    /** The same of maintenance. */
    MaintenanceLoopListener maintenance(MaintenanceLoopListener log) {
        return all(MaintenanceLoopListener.class, log, metrics == null ? null : metrics.maintenance());
    }

    private <L> L all(Class<L> type, L log, @Nullable L counting) {
        List<L> listeners = new ArrayList<>(List.of(log, type.cast(watch)));
        if (counting != null) {
            listeners.add(counting);
        }
        return Listeners.all(type, listeners);
    }

    /**
     * Opens the ways to {@code host}.
     *
     * @param directory of its spools, where its socket is
     * @param log hears which of them can't be had
     */
    void open(Path directory, HostTelemetry host, MonitoringLog log) {
        watched = host;
        try {
            socket = AgentServer.start(directory, new Requests(host));
            log.found();
        } catch (IOException e) {
            log.notFound(String.valueOf(e.getMessage()));
        }
        if (metrics != null && view != null) {
            view.open();
            metrics.pipelines().observe(host::health);
            MetricsPage page = new MetricsPage(
                    ProgramVersion.number(),
                    List.of(metrics.pipelines(), metrics.agent(), metrics.maintenance(), metrics.intervals()));
            Map<String, Page> pages = Map.of(
                    "/metrics", page,
                    "/healthz", accept -> Answer.text(200, "ok"),
                    "/readyz", accept -> readiness(host));
            ListenAddress listen = metrics.listen();
            http = HttpEndpoint.start(listen.host(), listen.port(), view.site(pages), HTTP_RETRY, log);
        }
    }

    private Answer readiness(HostTelemetry host) {
        AgentHealth health = watch.health(host.health());
        return new Answer(health.troubles().isEmpty() ? 200 : 503, JSON, HealthDocument.of(health) + "\n");
    }

    /** Remembers how the pipelines are, for who asks later. Any thread. */
    void look() {
        HostTelemetry host = watched;
        if (host != null) {
            watch.look(host.health());
        }
    }

    /** Closes them, while what was reported can still be kept. */
    void close() {
        if (view != null) {
            view.close();
        }
        if (http != null) {
            http.close();
            http = null;
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** What is asked of the agent at its socket. */
    private final class Requests implements AgentRequests {

        private final HostTelemetry host;

        Requests(HostTelemetry host) {
            this.host = host;
        }

        @Override
        public ReportAnswer report(DeploymentReport report) throws InterruptedException {
            return host.report(report);
        }

        @Override
        public String status() {
            return HealthDocument.of(watch.health(host.health()));
        }
    }
}
