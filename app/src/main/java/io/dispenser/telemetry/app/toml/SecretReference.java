package io.dispenser.telemetry.app.toml;

import java.util.regex.Pattern;

/**
 * A variable whose value Dispenser fetches from a secret manager. It is not fetched here: a secret has no business in a
 * table, and telemetry none with the secret manager. Where a template uses one, its mark stays as it was written.
 */
public final class SecretReference {

    /** What is wrong with a value that is needed and holds one. */
    public static final String NOT_FETCHED = "holds a secret by reference, which telemetry does not fetch";

    private static final Pattern MARK = Pattern.compile("\\$\\{\\s*[A-Za-z_][A-Za-z0-9_]*\\s*}");

    private SecretReference() {}

    /** What a template shows for {@code variable}. */
    public static String to(String variable) {
        return "${" + variable + "}";
    }

    /** Whether a rendered value holds one: every other mark has been replaced. */
    public static boolean isIn(String value) {
        return MARK.matcher(value).find();
    }

    /** Whether a rendered text begins with one. */
    static boolean isAtStartOf(String text) {
        return MARK.matcher(text).lookingAt();
    }
}
