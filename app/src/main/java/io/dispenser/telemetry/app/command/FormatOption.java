package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.output.RowFormat;
import io.dispenser.telemetry.app.output.RowWriter;
import io.dispenser.telemetry.app.output.Terminal;
import picocli.CommandLine.Option;

/** How rows are printed. */
final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "table",
            description = "table, json (an object a line) or csv. Default: ${DEFAULT-VALUE}")
    private RowFormat chosen = RowFormat.TABLE;

    RowFormat chosen() {
        return chosen;
    }

    /** Whether it is a person who reads them. */
    boolean isForPeople() {
        return chosen == RowFormat.TABLE;
    }

    RowWriter writer() {
        return chosen.writer(Terminal.detect());
    }
}
