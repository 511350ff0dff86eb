package io.dispenser.telemetry.app.toml;

import java.util.Optional;

/** What is refused in every text that names a place: nothing, secrets by reference, stray spaces, control characters. */
public final class TextRule {

    private TextRule() {}

    /**
     * The text, or empty when a finding says what is wrong with it.
     *
     * @param remedyIfEmpty what to write, for one who wrote nothing
     */
    public static Optional<String> apply(Located<String> written, String remedyIfEmpty, Diagnostics diagnostics) {
        String text = written.value();
        if (text.isBlank()) {
            return refuse(written, "empty", remedyIfEmpty, diagnostics);
        }
        if (SecretReference.isIn(text)) {
            return refuse(written, SecretReference.NOT_FETCHED, "write the value itself", diagnostics);
        }
        if (!text.equals(text.strip())) {
            return refuse(written, "begins or ends with a space", "remove it", diagnostics);
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return refuse(written, "holds a control character", "write it without", diagnostics);
        }
        return Optional.of(text);
    }

    private static Optional<String> refuse(
            Located<String> written, String message, String remedy, Diagnostics diagnostics) {
        diagnostics.error(written, message, remedy);
        return Optional.empty();
    }
}
