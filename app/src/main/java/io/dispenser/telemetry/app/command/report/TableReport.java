package io.dispenser.telemetry.app.command.report;

import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.output.Count;
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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report of tables, as far as they could be read. */
public final class TableReport {

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

    /** Reads the tables; nobody is shown how far that is. */
    public static TableReport of(Map<TableChoice, TableUri> places, StorageAdapters storage, ReportScope scope) {
        return of(places, storage, scope, ReadingProgress.unseen());
    }

    /**
     * Reads the tables.
     *
     * @param progress is told how far it is
     */
    static TableReport of(
            Map<TableChoice, TableUri> places, StorageAdapters storage, ReportScope scope, ReadingProgress progress) {
        ReportBuilder builder = new ReportBuilder(scope);
        TableReading reading = new TableReading(builder, progress);
        List<ReportTable> tables = new ArrayList<>();
        for (Map.Entry<TableChoice, TableUri> place : places.entrySet()) {
            String location = place.getValue().toString();
            TableChoice choice = place.getKey();
            progress.begin(choice.table().name());
            try (TableStore store = storage.open(place.getValue())) {
                tables.add(
                        choice == TableChoice.STATUS
                                ? reading.status(store, location)
                                : reading.deployments(store, location));
            } catch (TableStoreException | IllegalArgumentException e) {
                tables.add(reading.unopened(choice.table(), location, String.valueOf(e.getMessage())));
            }
        }
        progress.making();
        ReportDocument document = ReportDocument.of(builder);
        progress.finish();
        return new TableReport(scope, tables, document);
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

    /** Whether a table is there and could be read. */
    boolean wasRead(TableChoice choice) {
        return tables.stream()
                .anyMatch(table -> table.name().equals(choice.table().name()) && table.trouble() == null);
    }

    /** Whether there are no rows of the covered time. */
    boolean isEmpty() {
        return document.samples() == 0 && document.deployments() == 0;
    }

    /** Writes the page. */
    public void write(OutputStream out) throws IOException {
        LocalDate first = LocalDate.ofInstant(scope.from(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(scope.made(), ZoneOffset.UTC);
        String title = "Containers, " + (first.equals(last) ? "" : first + " to ") + last;
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
    public String attention() {
        int things = document.attention();
        if (things == 0 && isEmpty()) {
            return "nothing was seen";
        }
        return things == 0
                ? "nothing needs attention"
                : Count.of(things, "thing") + (things == 1 ? " needs" : " need") + " attention";
    }

    static String minute(Instant time) {
        return MINUTE.format(time);
    }
}
