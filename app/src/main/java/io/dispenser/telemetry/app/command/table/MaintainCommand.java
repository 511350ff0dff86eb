package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.option.TablePlaces;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.process.ShownProgress;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Maintains the tables now. */
@Command(
        name = "maintain",
        description = "Compacts the tables, deletes files that they no longer need, and cleans their logs.",
        footer = {
            "",
            "expire     rows that are older than keep_days leave the table, if that is configured",
            "optimize   small files of each partition become larger ones with the same rows",
            "vacuum     files that left the table longer ago than its retention are deleted",
            "log        a checkpoint is written if one is due; log files past their retention are deleted",
            "",
            "It is safe while agents write. Without an operation all are done, in this order."
        })
public final class MaintainCommand implements Callable<Integer> {

    /** What can be done, as a user names it. */
    enum Operation {
        EXPIRE,
        OPTIMIZE,
        VACUUM,
        LOG
    }

    private final CommandContext context;

    @Parameters(arity = "0..1", paramLabel = "OPERATION", description = "expire, optimize, vacuum or log")
    private @Nullable Operation operation;

    @Mixin
    private TablePlaces places = new TablePlaces();

    @Option(names = "--table", paramLabel = "TABLE", description = "Only this table: deployments or status.")
    private @Nullable TableChoice table;

    @Option(names = "--dry-run", description = "Change nothing, and tell what would be done.")
    private boolean dryRun;

    public MaintainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Terminal terminal = Terminal.detect();
        ProgressLine line = ShownProgress.on(context.out(), terminal);
        TablePlaces.Found found = places.find(context);
        int exitCode = ExitCode.OK;
        for (Map.Entry<TableChoice, TableUri> place : found.tables().entrySet()) {
            if (table != null && table != place.getKey()) {
                continue;
            }
            String name = place.getKey().toString();
            try (DeltaMaintenance maintenance = new DeltaMaintenance(
                    name, found.storage().open(place.getValue()), ProgramVersion.nameAndVersion())) {
                Optional<Integer> keepDays =
                        Optional.ofNullable(found.keepDays().get(place.getKey()));
                MaintenanceProgress progress =
                        new MaintenanceProgress(name, line, terminal.interactive(), Ticker.system());
                exitCode = Math.max(exitCode, maintain(maintenance, keepDays, progress));
            } catch (MaintenanceException | TableStoreException | IllegalArgumentException e) {
                line.clear();
                context.complain(place.getValue() + ": " + e.getMessage());
                exitCode = ExitCode.FAILURE;
            }
        }
        return exitCode;
    }

    private int maintain(TableMaintenance maintenance, Optional<Integer> keepDays, MaintenanceProgress progress)
            throws MaintenanceException, InterruptedException {
        if (dryRun) {
            return operations(maintenance, keepDays, progress);
        }
        Optional<Lease> lease = maintenance.acquireLease(Duration.ZERO);
        if (lease.isEmpty()) {
            context.complain(
                    maintenance.table() + ": an agent maintains this table just now; try again in some minutes");
            return ExitCode.FAILURE;
        }
        try (Lease mine = lease.get()) {
            int exitCode = operations(maintenance, keepDays, progress);
            if (operation == null) {
                mine.finished();
            }
            return exitCode;
        }
    }

    private int operations(TableMaintenance maintenance, Optional<Integer> keepDays, MaintenanceProgress progress)
            throws MaintenanceException, InterruptedException {
        int exitCode = ExitCode.OK;
        if (operation == Operation.EXPIRE && keepDays.isEmpty()) {
            say(maintenance, "expire", false, "rows stay for ever: keep_days is not set for this table", List.of());
        }
        if (wanted(Operation.EXPIRE) && keepDays.isPresent()) {
            progress.begin(MaintenanceOperation.EXPIRE);
            ExpiryReport report = maintenance.expire(keepDays.get(), dryRun, progress);
            progress.finish();
            say(
                    maintenance,
                    "expire",
                    report.files() == 0,
                    report.files() == 0
                            ? "no rows older than " + Count.of(keepDays.get(), "day")
                            : Count.of(report.rows(), "row") + " of " + Count.of(report.dates(), "date") + " ("
                                    + Count.of(report.files(), "file") + ", " + ByteSize.words(report.bytes()) + ")"
                                    + will(" would leave", " left") + " the table",
                    report.notes());
        }
        if (wanted(Operation.OPTIMIZE)) {
            progress.begin(MaintenanceOperation.COMPACT);
            CompactionScope scope = dryRun ? CompactionScope.ALL.asDryRun() : CompactionScope.ALL;
            CompactionReport report = maintenance.compact(scope, progress);
            progress.finish();
            say(
                    maintenance,
                    "optimize",
                    report.commits() == 0,
                    report.commits() == 0
                            ? "no files to replace"
                            : Count.of(report.filesRemoved(), "file") + " (" + ByteSize.words(report.bytesRemoved())
                                    + ")" + will(" would become ", " became ") + report.filesAdded() + " ("
                                    + ByteSize.words(report.bytesAdded()) + ") in "
                                    + Count.of(report.partitions(), "partition"),
                    report.notes());
            for (String failure : report.failures()) {
                context.complain(maintenance.table() + ": not compacted: " + failure);
                exitCode = ExitCode.FAILURE;
            }
        }
        if (wanted(Operation.VACUUM)) {
            progress.begin(MaintenanceOperation.VACUUM);
            VacuumReport report = maintenance.vacuum(dryRun, progress);
            progress.finish();
            say(
                    maintenance,
                    "vacuum",
                    report.files() == 0,
                    report.files() == 0
                            ? "no files to delete"
                            : Count.of(report.files(), "file") + " (" + ByteSize.words(report.bytes()) + ")"
                                    + will(" would be deleted", " deleted"),
                    report.notes());
        }
        if (wanted(Operation.LOG)) {
            progress.begin(MaintenanceOperation.CLEAN_LOG);
            LogReport report = maintenance.cleanLog(dryRun, progress);
            progress.finish();
            String checkpoint = report.checkpoint().isPresent()
                    ? "checkpoint of version " + report.checkpoint().getAsLong() + will(" would be written", " written")
                            + ", "
                    : "";
            say(
                    maintenance,
                    "log",
                    report.checkpoint().isEmpty() && report.files() == 0,
                    checkpoint
                            + (report.files() == 0
                                    ? "no log files to delete"
                                    : Count.of(report.files(), "log file") + " (" + ByteSize.words(report.bytes()) + ")"
                                            + will(" would be deleted", " deleted")),
                    report.notes());
        }
        return exitCode;
    }

    private boolean wanted(Operation each) {
        return operation == null || operation == each;
    }

    private String will(String would, String did) {
        return dryRun ? would : did;
    }

    private void say(TableMaintenance maintenance, String what, boolean idle, String done, List<String> notes) {
        PrintStream out = context.out();
        // Where nothing was done, the reason says more than that.
        List<String> lines = new ArrayList<>(idle && !notes.isEmpty() ? List.of() : List.of(done));
        lines.addAll(notes);
        out.printf(
                Locale.ROOT, "%-12s %-9s %s%n", maintenance.table(), what, Printable.oneLine(String.join("; ", lines)));
    }
}
