package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.adapter.spool.SpoolProblem;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.RejectionReport;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.pipeline.WriterConflict;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/**
 * What an operator reads of the tables and their spools: one line a flush, and of every trouble its begin, that it lasts, and
 * its end.
 */
public final class TableLog implements PipelineListener {

    private static final String DEPLOYMENTS = TelemetryTables.DEPLOYMENTS.name();
    private static final String OUTBOX = "outbox";

    private final Troubles troubles;
    private volatile Supplier<List<PipelineHealth>> health = List::of;

    public TableLog(Troubles troubles) {
        this.troubles = troubles;
    }

    /** From now on lines about what lasts tell how much waits, by what {@code now} says; it must not wait for anything. */
    public void health(Supplier<List<PipelineHealth>> now) {
        health = now;
    }

    @Override
    public void tableReady(String table) {
        if (!troubles.ends(writing(table), table + ": the table can be written again")) {
            Subject.table(table).say(Level.INFO, "{}: the table can be written", table);
        }
    }

    @Override
    public void flushed(FlushReport report) {
        Subject table = Subject.table(report.table());
        table.say(
                Level.INFO,
                "{}: {}{}, {}, {}, version {}, {} ms ({}){}{}",
                report.table(),
                Count.of(report.events(), "row"),
                report.batches() == 1 ? "" : " of " + report.batches() + " batches",
                Count.of(report.receipt().files(), "file"),
                ByteSize.words(report.receipt().bytes()),
                report.receipt().version(),
                report.took().toMillis(),
                report.reason().message(),
                report.receipt().alreadyPresent() ? ", was there already" : "",
                report.receipt()
                        .committedBy()
                        .map(holder -> ", committed by " + holder)
                        .orElse(""));
        if (report.refused() > 0) {
            table.say(
                    Level.WARN,
                    "{}: {} events were refused since the last flush, because too many were waiting to be written",
                    report.table(),
                    report.refused());
        }
    }

    @Override
    public void writeFailed(WriteFailure failure) {
        String table = failure.table();
        String next = " (attempt " + failure.attempts()
                + (failure.events() == 0 ? "" : " with " + Count.of(failure.events(), "row"))
                + "; rows wait in the spool; the next one in " + Elapsed.words(failure.retryIn()) + ")";
        troubles.occurs(
                writing(table),
                new Trouble(
                        Subject.table(table),
                        failure.permanent() ? Level.ERROR : Level.WARN,
                        table + ": " + failure.problem(),
                        next,
                        () -> waiting(table)));
        Subject.LOG
                .atDebug()
                .addKeyValue("table", table)
                .setCause(failure.cause())
                .log("{}: attempt {} in full", table, failure.attempts());
    }

    @Override
    public void rejected(RejectionReport report) {
        Subject.table(report.table())
                .say(
                        Level.ERROR,
                        "{}: {}{}",
                        report.table(),
                        report.message(),
                        report.accepted()
                                ? "; look at them with spool cat --rejected, and give them another try with spool retry, or delete"
                                        + " them with spool drop"
                                : "");
    }

    @Override
    public void writerRenewed(WriterConflict conflict) {
        Subject.table(conflict.table()).say(Level.WARN, "{}: {}", conflict.table(), conflict.message());
    }

    @Override
    public void spoolFailed(String table, SpoolException problem) {
        troubles.occurs(
                spooling(table),
                new Trouble(
                        Subject.table(table),
                        Level.WARN,
                        table + ": " + problem.getMessage(),
                        "",
                        () -> waiting(table)));
    }

    @Override
    public void spoolReady(String table) {
        troubles.ends(spooling(table), table + ": the spool takes and gives events again");
    }

    /** A spool has met something that a person should know of. */
    public void spoolProblem(SpoolProblem problem) {
        Subject.table(problem.table()).say(Level.WARN, "{}: {}", problem.table(), problem.message());
    }

    /** What is known of deployments can't be kept, or is lost; it may pass. */
    public void outboxProblem(String problem) {
        troubles.occurs(
                OUTBOX, new Trouble(Subject.table(DEPLOYMENTS), Level.WARN, problem, "", () -> waiting(DEPLOYMENTS)));
    }

    /** What is known of deployments can be kept again. */
    public void outboxRecovered() {
        troubles.ends(OUTBOX, "what is known of deployments can be stored again");
    }

    @Override
    public void stranded(String table, StrandedBatches batches) {
        String now = Count.of(batches.files(), "file") + " of " + Count.of(batches.writers(), "writer")
                + ", the oldest for " + Elapsed.words(batches.age());
        troubles.occurs(
                stranding(table),
                new Trouble(
                        Subject.table(table),
                        Level.WARN,
                        table + ": " + batches.problem(),
                        " (" + now + ")",
                        () -> now));
    }

    @Override
    public void nothingStranded(String table) {
        troubles.ends(stranding(table), table + ": nothing that hosts handed over is left lying any more");
    }

    /** The clock of the store of {@code table} is so far ahead of this host's. */
    public void storeClock(String table, Duration ahead) {
        new ClockDifference(
                        troubles,
                        Subject.table(table),
                        "the store's",
                        "rows are dated by this host's, files and maintenance by the store's")
                .is(ahead);
    }

    /** How much of {@code table} waits, since when, and how much room is left; as far as it is known. */
    private String waiting(String table) {
        return health.get().stream()
                .filter(now -> now.table().equals(table))
                .findFirst()
                .map(TableLog::waiting)
                .orElse("");
    }

    private static String waiting(PipelineHealth now) {
        Instant oldest = now.oldestWaiting();
        SpoolSpace space = now.space();
        return Count.of(now.waiting(), "row")
                + (now.waiting() == 1 ? " waits" : " wait")
                + (oldest == null ? "" : ", the oldest from " + Troubles.time(oldest))
                + (space == null
                        ? ""
                        : "; the spool has " + ByteSize.words(space.freeBytes()) + " of "
                                + ByteSize.words(space.freeBytes() + space.usedBytes()) + " left");
    }

    private static String writing(String table) {
        return "write " + table;
    }

    private static String spooling(String table) {
        return "spool " + table;
    }

    private static String stranding(String table) {
        return "inbox " + table;
    }
}
