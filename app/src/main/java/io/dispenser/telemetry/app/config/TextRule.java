package io.dispenser.telemetry.app.config;

import java.util.Optional;

/** What is refused in every text that names a place: nothing, secrets by reference, stray spaces, control characters. */
final class TextRule {

    private TextRule() {}

    /**
     * The text, or empty when a finding says what is wrong with it.
     *
     * @param remedyIfEmpty what to write, for one who wrote nothing
     */
    static Optional<String> apply(Written<String> written, String remedyIfEmpty, Findings findings) {
        String text = written.value();
        if (text.isBlank()) {
            return refuse(written, "empty", remedyIfEmpty, findings);
        }
        if (SecretReference.isIn(text)) {
            return refuse(written, SecretReference.NOT_FETCHED, "write the value itself", findings);
        }
        if (!text.equals(text.strip())) {
            return refuse(written, "begins or ends with a space", "remove it", findings);
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return refuse(written, "holds a control character", "write it without", findings);
        }
        return Optional.of(text);
    }

    private static Optional<String> refuse(Written<String> written, String message, String remedy, Findings findings) {
        findings.error(written, message, remedy);
        return Optional.empty();
    }
}
