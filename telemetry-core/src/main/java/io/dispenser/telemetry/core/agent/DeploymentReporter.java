package io.dispenser.telemetry.core.agent;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.agent.ImageResolver.ImageUnanswered;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.DeploymentRows;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.DurableRecorder;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.RecordOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of deployments that somebody reports, durable before the report is answered. A report is a row of its own, with
 * the trigger that it names: what is observed of the same container has its rows all the same. So nothing that the observer
 * knows or remembers is touched, and a report that reached the spool is not written again by a later start.
 *
 * <p>Any thread, any number at once.
 */
public final class DeploymentReporter {

    private static final Duration INSPECTION = Duration.ofSeconds(10);
    private static final Duration DISK = Duration.ofSeconds(10);

    /** By how much the clock of whoever reports may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final ContainerEngine engine;
    private final ServiceCatalog catalog;
    private final DurableRecorder<DeploymentEvent> recorder;
    private final InstantSource clock;
    private final ImageResolver lookup;
    private final ContainerResolver container;
    private final DeploymentRows rows;

    /**
     * @param engine who is asked for the container; not closed
     * @param catalog which containers are managed, and of which service each is
     * @param dispenserVersion the version of the program that embeds this: column {@code dispenser_version}
     * @param host which host rows are of
     * @param recorder where rows go
     * @param clock the time of reports that name none
     */
    public DeploymentReporter(
            ContainerEngine engine,
            ServiceCatalog catalog,
            String dispenserVersion,
            Supplier<String> host,
            DurableRecorder<DeploymentEvent> recorder,
            InstantSource clock) {
        this.engine = requireNonNull(engine, "engine");
        this.catalog = requireNonNull(catalog, "catalog");
        this.recorder = requireNonNull(recorder, "recorder");
        this.clock = requireNonNull(clock, "clock");
        this.lookup = new ImageResolver(engine);
        this.container = new ContainerResolver(catalog);
        this.rows = new DeploymentRows(catalog, dispenserVersion, host);
    }

    /** Records what {@code report} says of the container as it is now; waits for the engine and for the disk. */
    public ReportAnswer report(DeploymentReport report) throws InterruptedException {
        try {
            Instant at = timeOf(report);
            ContainerSnapshot found = inspect(container.find(report, engine.list()), report.service());
            @Nullable ImageDetails image = image(found);
            return record(
                    rows.row(report.service(), found, image, at, report.trigger(), DeploymentAction.REPORTED),
                    found.name());
        } catch (ReportDeclined e) {
            return e.answer();
        } catch (EngineException e) {
            return new ReportAnswer.Refused("the engine can't be asked: " + e.getMessage());
        }
    }

    /** Asked twice, as whoever reports waits; null if there was no answer. */
    private @Nullable ImageDetails image(ContainerSnapshot container) throws EngineException, InterruptedException {
        try {
            return lookup.imageOf(container);
        } catch (ImageUnanswered first) {
            try {
                return lookup.imageOf(container);
            } catch (ImageUnanswered again) {
                return null;
            }
        }
    }

    private ReportAnswer record(DeploymentEvent row, String containerName) throws InterruptedException {
        RecordOutcome outcome = recorder.recordDurably(row, DISK);
        if (outcome instanceof RecordOutcome.Refused refused) {
            return new ReportAnswer.Refused("it was not taken: " + refused.reason());
        }
        if (outcome instanceof RecordOutcome.Unknown unknown) {
            return new ReportAnswer.Unknown(unknown.reason());
        }
        return new ReportAnswer.Recorded(row, containerName);
    }

    private Instant timeOf(DeploymentReport report) throws ReportDeclined {
        Instant now = clock.instant();
        Instant at = report.at() == null ? now : report.at();
        if (at.isAfter(now.plus(AHEAD)) || at.isBefore(Instant.EPOCH)) {
            throw ReportDeclined.invalid("no deployment was at " + at + "; it is " + now + " now");
        }
        return at;
    }

    private ContainerSnapshot inspect(ContainerSummary summary, String service)
            throws EngineException, InterruptedException, ReportDeclined {
        Inspection inspection =
                engine.inspect(List.of(summary.id()), INSPECTION).get(0);
        if (inspection instanceof Inspection.Answered answered) {
            ContainerSnapshot found = answered.snapshot();
            // A list may not tell the image by which a filter decides.
            if (catalog.serviceOf(found).filter(service::equals).isEmpty()) {
                throw ReportDeclined.refused("container " + found.name() + " is not of service " + service);
            }
            return found;
        }
        String problem = inspection instanceof Inspection.Unanswered unanswered
                ? "can't be inspected: " + unanswered.reason()
                : "was removed just now";
        throw ReportDeclined.refused("container " + summary.name() + " " + problem);
    }
}
