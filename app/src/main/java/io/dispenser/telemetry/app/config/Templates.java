package io.dispenser.telemetry.app.config;

import java.util.regex.Pattern;

/**
 * Recognises the template marks that Dispenser renders from its {@code .vars} files before it parses a file. They are not
 * rendered here yet, so a mark in a value that is needed has to be reported.
 */
final class Templates {

    static final String NOT_RENDERED = "Dispenser's templates are not rendered yet";

    private static final Pattern STATEMENT = Pattern.compile("\\{[%#]");

    private Templates() {}

    /** Whether a line holds a statement or a comment of the template language, which is no TOML. */
    static boolean hasStatement(String line) {
        return STATEMENT.matcher(line).find();
    }

    /** Whether a value holds a mark that Dispenser would replace. */
    static boolean hasMark(String value) {
        return value.contains("${") || hasStatement(value);
    }
}
