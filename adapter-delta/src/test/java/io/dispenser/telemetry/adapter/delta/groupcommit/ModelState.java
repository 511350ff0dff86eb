package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.Put;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.PutCommit;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A state of the model as a few numbers: what is in the store, what may still go wrong, and the state of each process.
 * The parts are kept once each, by a number.
 */
final class ModelState {

    /** The numbers of objects. */
    static final class Parts<T> {

        private final Map<T, Integer> numbers = new HashMap<>();
        private final List<T> all = new ArrayList<>();

        int number(T part) {
            return numbers.computeIfAbsent(part, fresh -> {
                all.add(fresh);
                return all.size() - 1;
            });
        }

        T get(int number) {
            return all.get(number);
        }
    }

    /** Parts that many states share. */
    static final class Shared {

        final Parts<ModelLog> logs = new Parts<>();
        final Parts<List<ModelFile>> inboxes = new Parts<>();
        final Parts<List<ModelRequest>> late = new Parts<>();
        final Parts<ModelRequest> requests = new Parts<>();
        final Parts<Object> values = new Parts<>();
    }

    private static final int LOG = 0;
    private static final int INBOX = 1;
    private static final int LATE = 2;
    private static final int BUDGET = 3;
    private static final int HOUR = 4;
    private static final int EXCUSED = 5;
    private static final int PROCESSES = 6;
    private static final int OF_PROCESS = 2;
    private static final int HOUR_SHIFT = 24;
    private static final int NAMES_SHIFT = 12;
    private static final int DEAD = 1 << 11;
    private static final int SPOOL = (1 << 8) - 1;

    final int[] words;
    private final Shared shared;

    private ModelState(Shared shared, int[] words) {
        this.shared = shared;
        this.words = words;
    }

    static ModelState begin(Shared shared, int processes, int budget) {
        ModelState state = new ModelState(shared, new int[PROCESSES + processes * OF_PROCESS]);
        state.words[LOG] = shared.logs.number(ModelLog.first());
        state.words[INBOX] = shared.inboxes.number(List.of());
        state.words[LATE] = shared.late.number(List.of());
        state.words[BUDGET] = budget;
        return state;
    }

    static ModelState of(Shared shared, int[] words) {
        return new ModelState(shared, words);
    }

    ModelState copy() {
        return new ModelState(shared, words.clone());
    }

    ModelLog log() {
        return shared.logs.get(words[LOG]);
    }

    ModelState log(ModelLog log) {
        words[LOG] = shared.logs.number(log);
        return this;
    }

    /** The number of a value that answers have. */
    int value(Object value) {
        return shared.values.number(value);
    }

    /** In the order of their names. */
    List<ModelFile> inbox() {
        return shared.inboxes.get(words[INBOX]);
    }

    ModelState inbox(List<ModelFile> files) {
        words[INBOX] = shared.inboxes.number(files.stream().sorted().toList());
        return this;
    }

    ModelState add(ModelFile file) {
        List<ModelFile> all = new ArrayList<>(inbox());
        all.add(file);
        return inbox(all);
    }

    ModelState remove(List<InboxName> names) {
        return inbox(
                inbox().stream().filter(file -> !names.contains(file.name())).toList());
    }

    /** Requests that nobody waits for any more, and that will arrive. */
    List<ModelRequest> late() {
        return shared.late.get(words[LATE]);
    }

    ModelState late(ModelRequest request) {
        List<ModelRequest> all = new ArrayList<>(late());
        all.add(request);
        words[LATE] = shared.late.number(all);
        return this;
    }

    /** The request arrives. */
    ModelState arrive(ModelRequest request) {
        List<ModelRequest> all = new ArrayList<>(late());
        all.remove(request);
        words[LATE] = shared.late.number(all);
        if (request instanceof Put put) {
            return add(put.file());
        }
        PutCommit commit = (PutCommit) request;
        return log().takes(commit) ? log(log().with(commit, hour())) : this;
    }

    /**
     * What an answer to a request depends on.
     *
     * @param request its number
     */
    StoreKey store(int request) {
        return new StoreKey(request, words[LOG], words[INBOX], words[LATE], words[BUDGET], words[HOUR]);
    }

    /** What is asked, and of what. */
    record StoreKey(int request, int log, int inbox, int late, int budget, int hour) {}

    /** The same with the store of another state. */
    ModelState withStoreOf(ModelState other) {
        ModelState copy = copy();
        System.arraycopy(other.words, LOG, copy.words, LOG, BUDGET + 1);
        return copy;
    }

    int left(ModelFault fault) {
        return fault.left(words[BUDGET]);
    }

    ModelState spend(ModelFault fault) {
        words[BUDGET] = fault.spend(words[BUDGET]);
        return this;
    }

    int hour() {
        return words[HOUR];
    }

    ModelState nextHour() {
        words[HOUR]++;
        return this;
    }

    /** Batches that nobody has any more: they need not be in the table. */
    boolean isExcused(int bit) {
        return ((words[EXCUSED] >> bit) & 1) != 0;
    }

    ModelState excuse(int bit) {
        words[EXCUSED] |= 1 << bit;
        return this;
    }

    /** What rows there are, and which need not be there. */
    long rows() {
        return ((long) words[LOG] << Integer.SIZE) | words[EXCUSED];
    }

    private static int word(int process) {
        return PROCESSES + process * OF_PROCESS;
    }

    /** What a process does. */
    int local(int process) {
        return words[word(process)];
    }

    ModelState local(int process, int local) {
        words[word(process)] = local;
        return this;
    }

    /** Takes note that a process has seen the hour. */
    ModelState seen(int process) {
        int word = word(process) + 1;
        words[word] = (words[word] & ((1 << HOUR_SHIFT) - 1)) | (hour() << HOUR_SHIFT);
        return this;
    }

    int hoursUnseen(int process) {
        return hour() - (words[word(process) + 1] >> HOUR_SHIFT);
    }

    /** The batches on a writer's disk, as bits. */
    int spool(int writer) {
        return words[word(writer) + 1] & SPOOL;
    }

    ModelState spool(int writer, int spool) {
        words[word(writer) + 1] = (words[word(writer) + 1] & ~SPOOL) | spool;
        return this;
    }

    boolean isDead(int writer) {
        return (words[word(writer) + 1] & DEAD) != 0;
    }

    ModelState dead(int writer) {
        words[word(writer) + 1] |= DEAD;
        return this;
    }

    /** How many names a writer has given. */
    int names(int writer) {
        return (words[word(writer) + 1] >> NAMES_SHIFT) & SPOOL;
    }

    ModelState named(int writer) {
        words[word(writer) + 1] += 1 << NAMES_SHIFT;
        return this;
    }

    /** Two processes that are the same program in an order of their own: which is which is of no account. */
    ModelState ordered(int first, int second) {
        int a = word(first);
        int b = word(second);
        if (words[a] > words[b] || (words[a] == words[b] && words[a + 1] > words[b + 1])) {
            for (int i = 0; i < OF_PROCESS; i++) {
                int kept = words[a + i];
                words[a + i] = words[b + i];
                words[b + i] = kept;
            }
        }
        return this;
    }
}
