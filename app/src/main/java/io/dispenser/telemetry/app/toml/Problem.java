package io.dispenser.telemetry.app.toml;

/**
 * Something in a configuration file that has to be changed.
 *
 * @param location where it stands
 * @param subject the key and its value, secrets hidden: {@code telemetry.buffer_size = 0}; may be empty
 * @param message what is wrong, and why
 * @param remedy what to do; empty where the message says it
 */
public record Problem(SourceLocation location, String subject, String message, String remedy) {

    /** One line for a person. */
    @Override
    public String toString() {
        return location + (subject.isEmpty() ? "" : " " + subject) + ": " + message
                + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
