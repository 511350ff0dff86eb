package io.dispenser.telemetry.app.toml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which key a mistyped one was meant to be. */
public final class KeySuggestion {

    private KeySuggestion() {}

    /**
     * The known key with the least edit distance from {@code written}, unless even that would change more than a third of
     * the longer one (two letters are always allowed).
     */
    static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .filter(key -> isNear(written, key))
                .min(Comparator.comparingInt(key -> distance(written, key)));
    }

    /** Reports a key that nobody knows. */
    public static void refuse(Section section, String written, Collection<String> known, Diagnostics diagnostics) {
        diagnostics.error(
                section.locationOfKey(written),
                section.subjectOf(written),
                "unknown key",
                to(written, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("the known keys are " + String.join(", ", known)));
    }

    private static boolean isNear(String written, String key) {
        int allowed = Math.max(2, Math.max(key.length(), written.length()) / 3);
        return written.length() <= 2 * key.length() && distance(written, key) <= allowed;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    public static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + substitution, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
