package io.dispenser.telemetry.app.command.option;

import io.dispenser.telemetry.app.output.RowFormat;
import io.dispenser.telemetry.app.output.RowWriter;
import io.dispenser.telemetry.app.output.Terminal;
import picocli.CommandLine.Option;

/** How rows are printed. */
public final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "table, json (an object a line) or csv. Default: ${DEFAULT-VALUE}")
    private RowFormat chosen = RowFormat.TABLE;

    /** What was asked for. */
    public RowFormat chosen() {
        return chosen;
    }

    /** Whether it is a person who reads them. */
    public boolean isForPeople() {
        return chosen == RowFormat.TABLE;
    }

    /** What writes them so, for the terminal that there is. */
    public RowWriter writer() {
        return chosen.writer(Terminal.detect());
    }
}
