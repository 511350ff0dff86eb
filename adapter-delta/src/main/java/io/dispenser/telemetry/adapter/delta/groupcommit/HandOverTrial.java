package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tries what hosts have to be allowed where they hand batches over to each other: to list, to put a file that is not there, to
 * put one over another, to read and to delete. Leaves nothing, unless nothing can be deleted there.
 */
public final class HandOverTrial {

    private static final String PLACE = TablePaths.GROUP_COMMIT;
    private static final String PROBE = "check-";

    private final TableStore store;
    private String doing = "list files";

    private HandOverTrial(TableStore store) {
        this.store = store;
    }

    /**
     * What does not work.
     *
     * @param isProblem whether batches could not be written for it where many hosts write; false if only files stay that nobody
     *     needs
     * @param isPermanent whether somebody has to mend it
     * @param sentence what it is, and what follows, for a person
     */
    public record Lack(boolean isProblem, boolean isPermanent, String sentence) {}

    /** Tries it; empty if all of it works. */
    public static Optional<Lack> run(TableStore store) {
        return new HandOverTrial(store).run();
    }

    private Optional<Lack> run() {
        String probe = "";
        Optional<Lack> lack = Optional.empty();
        try {
            probe = PLACE + "/" + probe();
            write(probe);
        } catch (TableStoreException e) {
            lack = Optional.of(new Lack(
                    true,
                    !e.isRetryable(),
                    store.description() + (e.reason() == Reason.DENIED ? " refuses to " : " can't ") + doing + " in "
                            + PLACE
                            + " (" + e.getMessage()
                            + "): where many hosts write the table, this one could neither hand its rows over nor commit for"
                            + " others, and they would wait; grant that right, or set group_commit = \"never\""));
        }
        Optional<Lack> stays = probe.isEmpty() ? Optional.empty() : remove(probe);
        return lack.or(() -> stays);
    }

    /** One that could not be deleted the last time does for this time, so that they don't become more. */
    private String probe() throws TableStoreException {
        List<FileEntry> left = store.list(PLACE, PROBE, 1);
        return left.isEmpty() || !left.get(0).name().startsWith(PROBE)
                ? PROBE + UUID.randomUUID()
                : left.get(0).name();
    }

    private void write(String probe) throws TableStoreException {
        byte[] content = "a trial of check\n".getBytes(StandardCharsets.UTF_8);
        doing = "create a file";
        var unused = store.putIfAbsent(probe, content); // false: it was left by an earlier trial
        doing = "write over a file";
        store.put(probe, content);
        doing = "read a file";
        try {
            store.readAll(probe);
        } catch (TableStoreException e) {
            if (e.reason() != Reason.NOT_FOUND) { // another check may use the same file
                throw e;
            }
        }
    }

    private Optional<Lack> remove(String probe) {
        try {
            store.delete(probe);
            return Optional.empty();
        } catch (TableStoreException e) {
            return Optional.of(new Lack(
                    false,
                    !e.isRetryable(),
                    "files in " + PLACE + " can't be deleted (" + e.getMessage()
                            + "): where many hosts write the table, rows are handed over and committed all the same, but"
                            + " files whose rows are in the table stay until a host with that right commits for all;"
                            + " maintenance needs it too, and the trial left " + probe));
        }
    }
}
