package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;
import java.util.Optional;

/** A place where Kernel found no table. */
final class UnfoundTable {

    private final TableStore store;

    UnfoundTable(TableStore store) {
        this.store = store;
    }

    /**
     * Looks what there is.
     *
     * @return true if by now there is a table
     * @throws TableStoreException if there is something else
     */
    boolean wasJustCreated() throws TableStoreException {
        List<FileEntry> log = store.list(TablePaths.LOG, "").stream()
                .filter(file -> !file.name().startsWith(TablePaths.AGENTS))
                .toList();
        if (log.stream().anyMatch(UnfoundTable::isCommit)) {
            return true;
        }
        List<String> otherDigits = NativeLogNames.of(log);
        if (!otherDigits.isEmpty()) {
            throw notATable(NativeLogNames.insteadOfCommits(otherDigits));
        }
        // A hidden file is not a part of any table, but perhaps the probe of another agent that starts just now.
        Optional<String> remnant = log.stream()
                .map(FileEntry::name)
                .filter(name -> !name.startsWith("."))
                .findFirst();
        if (remnant.isPresent()) {
            throw notATable("it has a " + TablePaths.LOG + " with " + remnant.get()
                    + ", but without any commit; name an empty or a new directory");
        }
        Optional<String> stranger = store.list("", "").stream()
                .map(FileEntry::name)
                .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
                .findFirst();
        if (stranger.isPresent()) {
            throw notATable("it has no " + TablePaths.LOG + ", but holds files such as " + stranger.get()
                    + "; name an empty or a new directory");
        }
        return false;
    }

    /** What to say when there are commits all the time, and Kernel does not see them. */
    TableStoreException notFoundThough(int looks, Exception cause) {
        return new TableStoreException(
                Reason.UNAVAILABLE,
                "Delta Kernel found no table in " + store.description() + " in " + looks + " looks, although its "
                        + TablePaths.LOG
                        + " has commits: either what the store lists differs from one request to the"
                        + " next, or this program has changed its default locale to one with digits of its own",
                cause);
    }

    private static boolean isCommit(FileEntry file) {
        return LogFileName.parse(file.name())
                .filter(name -> name.kind() == Kind.COMMIT)
                .isPresent();
    }

    private TableStoreException notATable(String why) {
        return new TableStoreException(Reason.BROKEN, store.description() + " is not a Delta table: " + why, null);
    }
}
