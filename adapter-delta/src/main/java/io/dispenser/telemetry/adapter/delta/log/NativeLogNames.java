package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.PlainDigits;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;

/**
 * Files of the log whose names have the digits of another script, such as {@code ٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠.json}. No reader takes
 * them for commits. A program writes them whose locale has such digits, as earlier versions of this one did.
 */
public final class NativeLogNames {

    private static final char LAST_ASCII = 0x7f;

    /** So many are named to a person. */
    private static final int NAMED = 3;

    /** More are as good as this many. */
    public static final int MOST = 1000;

    private NativeLogNames() {}

    /** Whether {@code name} would be that of a log's file if its digits were plain. */
    public static boolean matches(String name) {
        return !PlainDigits.isAscii(name)
                && LogFileName.parse(PlainDigits.of(name)).isPresent();
    }

    /** Those in a table's log, in one listing. */
    public static List<String> in(TableStore store) throws TableStoreException {
        return of(store.list(TablePaths.LOG, String.valueOf((char) (LAST_ASCII + 1)), MOST));
    }

    static List<String> of(List<FileEntry> log) {
        return log.stream().map(FileEntry::name).filter(NativeLogNames::matches).toList();
    }

    /** What is wrong, and what to do, where there is no commit beside them. */
    static String insteadOfCommits(List<String> names) {
        String first = names.get(0);
        return "its " + TablePaths.LOG + " has " + words(names) + ", and no commit: rename "
                + (names.size() == 1
                        ? "it to " + PlainDigits.of(first)
                        : "each to the same in plain digits, " + first + " to " + PlainDigits.of(first) + " and so on")
                + ", or remove " + (names.size() == 1 ? "it" : "them") + " and the table is made anew";
    }

    /** What is wrong, and what to do, where the table is good without them. */
    public static String besideCommits(List<String> names) {
        return "its " + TablePaths.LOG + " has " + words(names) + "; the table does not contain what is in "
                + (names.size() == 1 ? "it: remove it" : "them: remove them");
    }

    private static String words(List<String> names) {
        int more = names.size() - NAMED;
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (more > 0 ? " and " + more + " more" : "")
                + ", named in the digits of another script by a program whose locale has such digits";
    }
}
