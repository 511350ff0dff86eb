package io.dispenser.telemetry.adapter.spool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The latest problems of one spool; each is told once to whoever listens. Any thread. */
final class ProblemLog {

    private static final int KEPT = 100;
    private static final System.Logger LOG = System.getLogger(ProblemLog.class.getName());

    private final String table;
    private final Consumer<SpoolProblem> listener;
    private final Deque<SpoolProblem> latest = new ArrayDeque<>();

    ProblemLog(String table, Consumer<SpoolProblem> listener) {
        this.table = table;
        this.listener = listener;
    }

    void report(SpoolProblem.Kind kind, String file, int lostEvents, String message) {
        SpoolProblem problem = new SpoolProblem(table, kind, file, lostEvents, message);
        synchronized (latest) {
            if (latest.size() == KEPT) {
                latest.remove();
            }
            latest.add(problem);
        }
        try {
            listener.accept(problem);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener of spool problems failed", e);
        }
    }

    /** A segment of which only {@code readable} events can be read. */
    void reportCorrupt(SpoolFolder folder, SegmentName name, int readable) {
        int lost = Math.max(0, name.events() - readable);
        report(
                SpoolProblem.Kind.CORRUPT_SEGMENT,
                name.fileName(),
                lost,
                folder.file(name) + " is damaged: " + readable + " of about " + name.events()
                        + " events can be read and are delivered; the file is kept beside the others as *.corrupt");
    }

    List<SpoolProblem> latest() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }
}
