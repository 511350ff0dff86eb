package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelMoves.Move;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelProcess.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Goes through all states of a model, the near ones first. */
final class ModelSearch {

    /**
     * What was found.
     *
     * @param stuck the way to a state from which no way leads to quiet if nothing more goes wrong
     * @param programs in how many states each program can be
     * @param complete whether that are all states
     */
    record Found(int states, long moves, Optional<String> stuck, List<Integer> programs, boolean complete) {}

    private final ModelMoves moves;
    private final int most;
    private final List<int[]> states = new ArrayList<>();
    private int[] table = new int[1 << 16];
    private int[] parents = new int[1 << 10];
    private int[] from = new int[1 << 12];
    private int[] to = new int[1 << 12];
    private int edges;
    private long made;

    ModelSearch(ModelScope scope, int most) {
        this(scope, ModelPrograms::writer, ModelPrograms::holder, most);
    }

    /** @param most how many states are looked at at most */
    ModelSearch(ModelScope scope, Function<String, Program> writer, Program holder, int most) {
        this.moves = new ModelMoves(scope, writer, holder);
        this.most = most;
        Arrays.fill(table, -1);
    }

    /** @throws ModelViolation with the way there, if something happens that must not */
    Found search() {
        BitSet quiet = new BitSet();
        moves.begin().forEach(state -> add(state.words, -1));
        int next = 0;
        while (next < states.size() && states.size() < most) {
            ModelState state = moves.state(states.get(next));
            if (moves.isQuiet(state)) {
                quiet.set(next);
            }
            for (Move move : from(state, next)) {
                made++;
                int known = add(move.next().words, next);
                if (!move.fault()) {
                    edge(next, known);
                }
            }
            next++;
        }
        boolean complete = next == states.size();
        return new Found(states.size(), made, complete ? stuck(quiet) : Optional.empty(), moves.programs(), complete);
    }

    private List<Move> from(ModelState state, int number) {
        try {
            moves.requireSound(state);
            return moves.from(state);
        } catch (ModelViolation e) {
            throw new ModelViolation(e.getMessage() + told(number));
        }
    }

    private int add(int[] words, int parent) {
        int mask = table.length - 1;
        int slot = mix(Arrays.hashCode(words)) & mask;
        while (table[slot] >= 0) {
            if (Arrays.equals(states.get(table[slot]), words)) {
                return table[slot];
            }
            slot = (slot + 1) & mask;
        }
        int number = states.size();
        table[slot] = number;
        states.add(words);
        if (number == parents.length) {
            parents = Arrays.copyOf(parents, number * 2);
        }
        parents[number] = parent;
        if (number * 2 > table.length) {
            grow();
        }
        return number;
    }

    private static int mix(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private void grow() {
        int[] larger = new int[table.length * 2];
        Arrays.fill(larger, -1);
        int mask = larger.length - 1;
        for (int number = 0; number < states.size(); number++) {
            int slot = mix(Arrays.hashCode(states.get(number))) & mask;
            while (larger[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = number;
        }
        table = larger;
    }

    private void edge(int begin, int end) {
        if (edges == from.length) {
            from = Arrays.copyOf(from, edges * 2);
            to = Arrays.copyOf(to, edges * 2);
        }
        from[edges] = begin;
        to[edges] = end;
        edges++;
    }

    /** Goes back from the quiet states. */
    private Optional<String> stuck(BitSet quiet) {
        int[] first = new int[states.size() + 1];
        for (int edge = 0; edge < edges; edge++) {
            first[to[edge] + 1]++;
        }
        for (int state = 0; state < states.size(); state++) {
            first[state + 1] += first[state];
        }
        int[] before = new int[edges];
        int[] filled = Arrays.copyOf(first, states.size());
        for (int edge = 0; edge < edges; edge++) {
            before[filled[to[edge]]++] = from[edge];
        }
        int[] queue = new int[states.size()];
        int end = 0;
        BitSet seen = new BitSet();
        for (int state = quiet.nextSetBit(0); state >= 0; state = quiet.nextSetBit(state + 1)) {
            seen.set(state);
            queue[end++] = state;
        }
        for (int next = 0; next < end; next++) {
            for (int edge = first[queue[next]]; edge < first[queue[next] + 1]; edge++) {
                if (!seen.get(before[edge])) {
                    seen.set(before[edge]);
                    queue[end++] = before[edge];
                }
            }
        }
        int stuck = seen.nextClearBit(0);
        return stuck == states.size()
                ? Optional.empty()
                : Optional.of(states.size() - end + " states, the first one after" + told(stuck));
    }

    private String told(int number) {
        return "\n  " + String.join("\n  ", way(number));
    }

    /** What happened on the way to a state. */
    private List<String> way(int number) {
        List<String> way = new ArrayList<>();
        for (int state = number; parents[state] >= 0; state = parents[state]) {
            int[] words = states.get(state);
            way.add(moves.from(moves.state(states.get(parents[state]))).stream()
                    .filter(move -> Arrays.equals(move.next().words, words))
                    .map(move -> move.label().get())
                    .findFirst()
                    .orElse("?"));
        }
        Collections.reverse(way);
        return way;
    }
}
