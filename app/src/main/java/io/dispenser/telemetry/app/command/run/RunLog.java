package io.dispenser.telemetry.app.command.run;

import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.logging.LogFormat;
import io.dispenser.telemetry.app.logging.ProgramLogging;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the program's log says of a run: what it does, and what it could not write at its end. */
final class RunLog {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private RunLog() {}

    /** From the next line on, the log looks as {@code now} says. */
    static void use(TelemetryConfiguration now) {
        ProgramLogging.use(
                LogFormat.valueOf(now.get(Setting.LOG_FORMAT).toUpperCase(Locale.ROOT)),
                Level.valueOf(now.get(Setting.LOG_LEVEL).toUpperCase(Locale.ROOT)));
    }

    /** What is odd in a configuration or an installation, and keeps nothing from running. */
    static void warnings(List<String> warnings) {
        warnings.forEach(LOG::warn);
    }

    /** Why a configuration can't be used, or nothing can run under it. */
    static void problems(List<String> problems) {
        problems.forEach(LOG::error);
    }

    /** Telemetry goes on under {@code now}. */
    static void goesOn(TelemetryConfiguration now, @Nullable Path spool, String occasion) {
        LOG.info(
                "{}: {}, every {} s; deployments to {}, status to {}, spool in {}",
                occasion,
                containers(now),
                now.get(Setting.STATUS_INTERVAL).toSeconds(),
                now.deploymentsTable().map(TableLocation::uri).orElseThrow(),
                now.statusTable().map(TableLocation::uri).orElseThrow(),
                spool);
    }

    private static String containers(TelemetryConfiguration now) {
        if (!now.services().isEmpty()) {
            return Count.of(now.services().size(), "service");
        }
        return now.containers().equals(ContainerFilter.EVERYTHING)
                ? "all containers"
                : "the containers that match the filter";
    }

    /** At the end something is left that is not in the table. */
    static void unwritten(ShutdownReport report) {
        LOG.error("{}: {}", report.table(), left(report));
    }

    private static String left(ShutdownReport report) {
        long spooled = report.unwritten() - report.unspooled();
        String kept = Count.of(spooled, "accepted row") + " could not be written in time; the spool keeps them for the"
                + " next start";
        if (report.unspooled() == 0) {
            return kept;
        }
        return spooled == 0 ? lost(report) : kept + "; " + lost(report);
    }

    /** What is in the spool is written by those who come; the rest is lost. */
    static void lostAtRestart(ShutdownReport report) {
        if (report.unspooled() > 0) {
            LOG.error("{}: {}", report.table(), lost(report));
        }
    }

    /** What is in a spool that is used no more: nobody writes it, and nothing else tells of it. */
    static void leftBehind(ShutdownReport report, Path spool) {
        long spooled = report.unwritten() - report.unspooled();
        if (spooled > 0) {
            LOG.error(
                    "{}: {} stay in the spool {}, which is used no more, and are not written; name it in spool_dir again"
                            + " until they are",
                    report.table(),
                    Count.of(spooled, "accepted row"),
                    spool);
        }
    }

    private static String lost(ShutdownReport report) {
        return Count.of(report.unspooled(), "accepted row") + " did not fit into the spool and are lost";
    }
}
