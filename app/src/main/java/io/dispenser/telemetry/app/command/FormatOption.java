package io.dispenser.telemetry.app.command;

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
    private RowWriter.Format chosen = RowWriter.Format.TABLE;

    RowWriter.Format chosen() {
        return chosen;
    }

    /** Whether it is a person who reads them. */
    boolean isForPeople() {
        return chosen == RowWriter.Format.TABLE;
    }

    RowWriter writer() {
        return chosen.writer(Terminal.detect());
    }
}
