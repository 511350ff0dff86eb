package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The segments in a folder whose names have {@link NativeDigits}, and the plain names that they get.
 *
 * <p>A program under such a locale did not recognise its own segments: each start began at number 0 with another writer id.
 * So a number may be there several times, with other events each time; then it gets one more zero in front.
 */
final class NativeNames {

    private final SpoolFolder folder;
    private final ProblemLog problems;
    private final Map<Path, SegmentName> found = new LinkedHashMap<>();
    private final Map<Path, SegmentName> plain = new LinkedHashMap<>();

    NativeNames(SpoolFolder folder, ProblemLog problems) {
        this.folder = folder;
        this.problems = problems;
    }

    void add(Path file, SegmentName name) {
        found.put(file, name);
    }

    /** What they will be called beside {@code others}. */
    List<SegmentName> beside(List<SegmentName> others) {
        Set<String> used = new HashSet<>();
        others.forEach(other -> used.add(other.writtenNumber()));
        found.forEach((file, name) -> {
            int digits = name.digits();
            while (digits <= SegmentName.MOST_DIGITS
                    && !used.add(name.withDigits(digits).writtenNumber())) {
                digits++;
            }
            if (digits <= SegmentName.MOST_DIGITS) {
                plain.put(file, name.withDigits(digits));
            } else {
                problems.report(
                        SpoolProblem.Kind.LEFT_ALONE,
                        NativeDigits.fileName(file),
                        0,
                        folder.path() + "/" + NativeDigits.fileName(file)
                                + " is left alone and not delivered: too many other files are for segment "
                                + name.number() + "; move it into an empty spool folder and open that");
            }
        });
        return List.copyOf(plain.values());
    }

    boolean areNone() {
        return found.isEmpty();
    }

    /** What there was, for a person. */
    String message() {
        return found.size() + " segments in " + folder.path() + " have names in the digits of another script (such as "
                + NativeDigits.fileName(found.keySet().iterator().next())
                + "), which a program writes whose locale has such digits; they are renamed and delivered";
    }

    /**
     * Gives them their names, durably, and after everything that was done to the folder before is durable: the new writer id
     * is, when no name tells any longer why there is one. What a crash leaves to do is done by the next start.
     */
    void rename() throws IOException {
        if (areNone()) {
            return;
        }
        folder.forceIfNeeded();
        for (Map.Entry<Path, SegmentName> each : plain.entrySet()) {
            folder.rename(each.getKey(), each.getValue().fileName());
        }
        folder.forceIfNeeded();
    }
}
