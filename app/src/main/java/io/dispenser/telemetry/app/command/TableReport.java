package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.report.ReportBuilder;
import io.dispenser.telemetry.app.report.ReportDocument;
import io.dispenser.telemetry.app.report.ReportPage;
import io.dispenser.telemetry.app.report.ReportScope;
import io.dispenser.telemetry.app.report.ReportTable;
import io.dispenser.telemetry.app.report.TableReading;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report of tables, as far as they could be read. */
final class TableReport {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ReportScope scope;
    private final List<ReportTable> tables;
    private final ReportDocument document;

    private TableReport(ReportScope scope, List<ReportTable> tables, ReportDocument document) {
        this.scope = scope;
        this.tables = tables;
        this.document = document;
    }

    /**
     * Reads the tables.
     *
     * @param progress shows how far it is, or null
     */
    static TableReport of(
            Map<TableChoice, TableUri> places,
            StorageAdapters storage,
            ReportScope scope,
            @Nullable ProgressLine progress) {
        ReportBuilder builder = new ReportBuilder(scope);
        TableReading reading = new TableReading(builder, (table, share, rows) -> {
            if (progress != null) {
                progress.update(share, List.of(table, Count.of(rows, "row")));
            }
        });
        List<ReportTable> tables = new ArrayList<>();
        for (Map.Entry<TableChoice, TableUri> place : places.entrySet()) {
            String location = place.getValue().toString();
            TableChoice choice = place.getKey();
            try (TableStore store = storage.open(place.getValue())) {
                tables.add(
                        choice == TableChoice.STATUS
                                ? reading.status(store, location)
                                : reading.deployments(store, location));
            } catch (TableStoreException | IllegalArgumentException e) {
                tables.add(reading.unopened(choice.table(), location, String.valueOf(e.getMessage())));
            }
        }
        if (progress != null) {
            progress.clear();
        }
        return new TableReport(scope, tables, ReportDocument.of(builder));
    }

    List<ReportTable> tables() {
        return tables;
    }

    /** Whether no table could be read at all. */
    boolean isOfNothing() {
        return tables.stream().allMatch(table -> table.version() < 0);
    }

    /** Whether all was read that is there: a table that nobody has written yet lacks nothing. */
    boolean isWhole() {
        return tables.stream().allMatch(table -> table.trouble() == null || table.isMissing());
    }

    /** Whether there are no rows of the covered time. */
    boolean isEmpty() {
        return document.samples() == 0 && document.deployments() == 0;
    }

    void write(OutputStream out) throws IOException {
        String title = "Containers, " + minute(scope.from()) + " to " + minute(scope.made()) + " UTC";
        ReportPage.write(title, false, document.json(), out);
    }

    /** What it covers, and how much needs attention, in a line. */
    String summary() {
        return minute(scope.from()) + " to " + minute(scope.made()) + " UTC: "
                + Count.of(document.containers(), "container") + " on " + Count.of(document.hosts(), "host") + ", "
                + Count.of(document.samples(), "sample") + ", " + Count.of(document.deployments(), "deployment") + "; "
                + attention();
    }

    /** {@code 2 things need attention}. */
    String attention() {
        int things = document.attention();
        return things == 0
                ? "nothing needs attention"
                : Count.of(things, "thing") + (things == 1 ? " needs" : " need") + " attention";
    }

    static String minute(Instant time) {
        return MINUTE.format(time);
    }
}
