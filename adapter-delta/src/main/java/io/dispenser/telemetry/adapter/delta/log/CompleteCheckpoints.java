package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Recognises complete checkpoints among the files of a log, which come in the order of their names. */
public final class CompleteCheckpoints {

    private long version = -1;
    /** The parts of this version that came, by how many their checkpoint has. */
    private final Map<Integer, Set<Integer>> parts = new HashMap<>();

    /** Whether a checkpoint is complete with {@code file}. */
    public boolean completes(FileEntry file, LogFileName name) {
        if (name.kind() != Kind.CHECKPOINT || file.size() == 0) {
            return false;
        }
        if (name.version() != version) {
            version = name.version();
            parts.clear();
        }
        Set<Integer> found = parts.computeIfAbsent(name.parts(), number -> new HashSet<>());
        found.add(name.part());
        return found.size() == name.parts();
    }
}
