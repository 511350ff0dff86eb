package io.dispenser.telemetry.app.toml;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/**
 * Where the values of a parsed file come from: which place a position is, and which part of what the parser made of the file
 * can be trusted.
 */
record TomlSource(Path path, SourceLines lines, SyntaxErrors syntax, Diagnostics diagnostics) {

    /** Whether what stands at {@code position} belongs where the parser put it. */
    boolean isTrusted(@Nullable TomlPosition position) {
        return position != null && position.line() < syntax.firstUntrustedLine();
    }

    /** Whether {@code key} would have been seen if it were there. */
    boolean isSurelyMissing(String key) {
        return syntax.firstUntrustedLine() == Integer.MAX_VALUE
                && !syntax.keysOfBrokenLines().contains(key);
    }

    SourceLocation location(@Nullable TomlPosition position) {
        return position == null ? SourceLocation.wholeFile(path) : lines.location(path, position);
    }
}
