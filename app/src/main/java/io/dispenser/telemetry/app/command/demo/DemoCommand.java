package io.dispenser.telemetry.app.command.demo;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.process.ShownProgress;
import io.dispenser.telemetry.app.command.report.ReportTarget;
import io.dispenser.telemetry.app.command.report.TableReport;
import io.dispenser.telemetry.app.command.table.TablePrinter;
import io.dispenser.telemetry.app.command.wiring.Engines;
import io.dispenser.telemetry.app.command.wiring.Wiring;
import io.dispenser.telemetry.app.demo.SimulatedEngine;
import io.dispenser.telemetry.app.host.HostModule;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.HostTelemetry;
import io.dispenser.telemetry.app.host.Spools;
import io.dispenser.telemetry.app.host.TablePlan;
import io.dispenser.telemetry.app.logging.EngineLog;
import io.dispenser.telemetry.app.logging.MaintenanceLog;
import io.dispenser.telemetry.app.logging.ProgramLogging;
import io.dispenser.telemetry.app.logging.Troubles;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.RowFormat;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.report.ReportScope;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a newcomer what the program does. */
@Command(
        name = "demo",
        description = "A short run into a local directory: on this machine's Docker Engine when one answers and has"
                + " containers, else on a simulated engine.")
public final class DemoCommand implements Callable<Integer> {

    private static final String PROGRAM =
            System.getenv().getOrDefault("DISPENSER_TELEMETRY_COMMAND", "dispenser-telemetry");
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REDRAW = Duration.ofMillis(250);
    private static final Duration FLUSH_AGE = Duration.ofSeconds(5);
    private static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final int EVENTS_WAITING = 100_000;
    private static final int ROWS_SHOWN = 12;
    private static final Duration REPORTED = Duration.ofDays(7);

    private final CommandContext context;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "Where to write. Default: a new directory in the system's directory for temporary files.")
    private @Nullable Path directory;

    @Option(names = "--simulated", description = "Use the simulated engine in any case.")
    private boolean simulated;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long it runs. Default: ${DEFAULT-VALUE}")
    private int seconds;

    public DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, SpoolException, InterruptedException {
        if (seconds < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--seconds must be at least 1, not " + seconds);
        }
        ProgramLogging.quiet();
        PrintStream out = context.out();
        Terminal terminal = Terminal.detect();
        Path target = directory == null ? Files.createTempDirectory("dispenser-telemetry-demo-") : directory;
        HostPlan plan = new HostPlan(
                table(target, TableChoice.DEPLOYMENTS),
                table(target, TableChoice.STATUS),
                ServiceCatalog.everyContainer(),
                INTERVAL,
                new FlushPolicy(FlushPolicy.DEFAULT.maxEvents(), FlushPolicy.DEFAULT.maxBytes(), FLUSH_AGE),
                Spools.inMemory(EVENTS_WAITING),
                ColumnSet.ALL,
                DeltaSink.Commits.OWN,
                SampleContents.ALL,
                null,
                ENGINE_TIMEOUT,
                true,
                (table, ahead) -> {});
        ContainerEngine engine = chooseEngine(out, plan);
        Duration length = Duration.ofSeconds(seconds);
        out.println("Observing for " + seconds + " s, a sample every " + INTERVAL.toSeconds() + " s, into " + target);
        out.println();

        Ticker ticker = Ticker.system();
        Troubles troubles = new Troubles(ticker, InstantSource.system());
        DemoCommits commits = new DemoCommits();
        HostTelemetry host = Wiring.host(
                        context,
                        Map.of(),
                        new HostModule(plan, engine, commits, listener(engine, troubles), new MaintenanceLog(troubles)))
                .start();
        long start = ticker.nanos();
        ProgressLine progress = ShownProgress.on(out, terminal);
        Duration elapsed = Duration.ZERO;
        while (elapsed.compareTo(length) < 0) {
            TimeUnit.MILLISECONDS.sleep(REDRAW.toMillis());
            elapsed = Duration.ofNanos(ticker.nanos() - start);
            commits.sayTo(progress);
            progress.update((double) elapsed.toMillis() / length.toMillis(), counts(host, elapsed));
        }
        List<ShutdownReport> reports = host.stop(SHUTDOWN);
        commits.sayTo(progress);
        progress.finish();
        for (ShutdownReport report : reports) {
            if (!report.isComplete()) {
                throw new CommandFailure(
                        ExitCode.FAILURE, report.table() + ": " + report.unwritten() + " rows could not be written");
            }
        }
        printTables(plan, terminal);
        out.println();
        out.println("The tables are Delta Lake tables; any reader of Delta can open them:");
        out.println("  " + target.resolve(TableChoice.DEPLOYMENTS.toString()));
        out.println("  " + target.resolve(TableChoice.STATUS.toString()));
        out.println("More rows: " + PROGRAM + " show --directory " + target);
        report(plan, target);
        return ExitCode.OK;
    }

    /** A simulated engine does not fail, and that its past was written before is no news. */
    private static AgentListener listener(ContainerEngine engine, Troubles troubles) {
        return engine instanceof SimulatedEngine ? AgentListener.NONE : new EngineLog(troubles, engine.description());
    }

    private void report(HostPlan plan, Path folder) throws CommandFailure {
        Map<TableChoice, TableUri> tables = new EnumMap<>(TableChoice.class);
        tables.put(TableChoice.DEPLOYMENTS, plan.deployments().uri());
        tables.put(TableChoice.STATUS, plan.status().uri());
        Instant now = InstantSource.system().instant();
        ReportScope scope = new ReportScope(now.minus(REPORTED), now, REPORTED.toDays() + "d", null, null, false);
        TableReport report = TableReport.of(tables, Wiring.storage(context, Map.of()), scope);
        ReportTarget page = new ReportTarget(folder.resolve("report.html"));
        long size = page.write(report::write);
        context.out().println();
        context.out()
                .println("How the containers fared, for a browser (" + ByteSize.words(size) + "; " + report.attention()
                        + "):");
        context.out().println("  " + page);
        context.out().println("Again: " + PROGRAM + " report --directory " + folder);
    }

    private ContainerEngine chooseEngine(PrintStream out, HostPlan plan) throws CommandFailure, InterruptedException {
        if (simulated) {
            out.println("Engine: simulated, as you asked");
            return SimulatedPast.engine(plan, Wiring.storage(context, Map.of()), out);
        }
        ContainerEngine docker = Engines.docker(context, ENGINE_TIMEOUT, null);
        try {
            String version = docker.ping();
            int containers = docker.list().size();
            if (containers > 0) {
                out.println("Engine: " + docker.description() + " (" + version + "), "
                        + Count.of(containers, "container") + "; its history begins now");
                return docker;
            }
            out.println("Engine: simulated, since " + docker.description() + " has no containers");
        } catch (EngineException e) {
            out.println("Engine: simulated, since none answers (" + Printable.oneLine(String.valueOf(e.getMessage()))
                    + ")");
        }
        docker.close();
        return SimulatedPast.engine(plan, Wiring.storage(context, Map.of()), out);
    }

    private static TablePlan table(Path directory, TableChoice choice) {
        return new TablePlan(TableUri.ofDirectory(directory.resolve(choice.toString())), MaintenanceSettings.DEFAULTS);
    }

    private void printTables(HostPlan plan, Terminal terminal) throws CommandFailure, IOException {
        StorageAdapters storage = Wiring.storage(context, Map.of());
        TablePrinter printer = new TablePrinter(storage, context.out(), terminal, RowFormat.TABLE, List.of());
        printer.heading("deployments", plan.deployments().uri());
        printer.print(plan.deployments().uri(), RowQuery.newest(ROWS_SHOWN));
        printer.heading("status", plan.status().uri());
        printer.print(plan.status().uri(), RowQuery.newest(ROWS_SHOWN));
    }

    private List<String> counts(HostTelemetry host, Duration elapsed) {
        List<PipelineHealth> health = host.health();
        return List.of(
                Math.min(elapsed.toSeconds(), seconds) + "/" + seconds + " s",
                Count.of(health.get(0).accepted(), "deployment"),
                Count.of(health.get(1).accepted(), "status row"));
    }
}
