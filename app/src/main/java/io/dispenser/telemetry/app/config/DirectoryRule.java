package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Turns what was written for a directory of this machine into an absolute path, or into a finding. */
final class DirectoryRule {

    private final Path file;
    private final Findings findings;

    /** @param file the file that relative paths are relative to */
    DirectoryRule(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Of a key that can be nothing but a directory. */
    Optional<Path> apply(Written<String> written) {
        return TextRule.apply(written, "write a directory of this machine, or leave the key out", findings)
                .flatMap(text -> {
                    if (TableUri.isUri(text)) {
                        return refuse(written, "a URI, but a directory of this machine is needed", "write its path");
                    }
                    return directory(written, text);
                });
    }

    /** @param path what of {@code written} is a path, relative to the file or absolute */
    Optional<Path> directory(Written<String> written, String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return refuse(written, "~ is not expanded in this file", "write the home directory in full");
        }
        try {
            return Optional.of(file.toAbsolutePath().resolveSibling(path).normalize());
        } catch (InvalidPathException e) {
            return refuse(written, "not a path on this machine: " + e.getReason(), "write another path");
        }
    }

    private Optional<Path> refuse(Written<String> written, String message, String remedy) {
        findings.error(written, message, remedy);
        return Optional.empty();
    }
}
