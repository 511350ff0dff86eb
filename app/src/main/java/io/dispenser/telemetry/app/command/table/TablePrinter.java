package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.RowFormat;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Reads rows of a table and prints them. */
public final class TablePrinter {

    private final StorageAdapters storage;
    private final PrintStream out;
    private final Terminal terminal;
    private final RowFormat format;
    private final List<String> wanted;

    /** @param wanted the columns that are printed, in that order; empty for all that fit */
    public TablePrinter(
            StorageAdapters storage, PrintStream out, Terminal terminal, RowFormat format, List<String> wanted) {
        this.storage = storage;
        this.out = out;
        this.terminal = terminal;
        this.format = format;
        this.wanted = wanted;
    }

    /** A line between what was printed and the next table. */
    public void heading(String name, TableUri uri) {
        out.println();
        out.println(terminal.styled(Terminal.Style.BOLD, name) + "  " + uri);
    }

    private ReadingOrder order(List<String> columns) {
        if (!wanted.isEmpty()) {
            return ReadingOrder.only(wanted, columns);
        }
        return format == RowFormat.TABLE ? ReadingOrder.of(columns) : ReadingOrder.asTheyAre(columns);
    }

    /** Prints the newest rows that the query asks for. A table that is not there yet has none. */
    public void print(TableUri uri, RowQuery query) throws CommandFailure, IOException {
        try (TableStore store = storage.open(uri)) {
            Optional<Rows> rows = new DeltaTableReader(store).read(query);
            if (rows.isPresent()) {
                ReadingOrder order = order(rows.get().columns());
                format.writer(terminal, wanted.isEmpty() ? order.essential() : wanted.size())
                        .write(order.columns(), order.arrange(rows.get().rows()), out);
            } else if (format == RowFormat.TABLE) {
                out.println("(no table there yet)");
            } else {
                format.writer(terminal).write(List.of(), List.of(), out);
            }
            out.flush();
        } catch (TableStoreException e) {
            throw new CommandFailure(ExitCode.FAILURE, uri + ": " + e.getMessage());
        } catch (IllegalArgumentException e) { // the place, or a column that the table lacks
            throw new CommandFailure(ExitCode.USAGE, uri + ": " + e.getMessage());
        }
    }
}
