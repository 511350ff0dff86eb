package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.SpoolInspector;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The spools of a directory, one a table. */
record SpoolDirectory(Path directory) {

    /** What may be asked of them. */
    @FunctionalInterface
    interface Question {
        void ask(SpoolInspector spools, List<String> tables) throws IOException, CommandFailure;
    }

    /** Looks into the spools, and says in words why that can't be done. */
    void look(Question question) throws CommandFailure {
        if (Files.notExists(directory)) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "there is no spool in " + directory
                            + ": no agent has run with it yet; name another with --directory");
        }
        SpoolInspector spools = new SpoolInspector(directory);
        try {
            question.ask(spools, spools.tables());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "the spool in " + directory + " can't be read: " + DiskError.explained(e, directory));
        }
    }
}
