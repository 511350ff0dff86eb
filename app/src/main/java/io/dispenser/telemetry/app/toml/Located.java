package io.dispenser.telemetry.app.toml;

/**
 * A value, and where and how it was written.
 *
 * @param value the value
 * @param key the key, with the table that it is in
 * @param location where the value begins
 * @param subject the key and the value for a message, secrets hidden
 * @param <T> the value's type
 */
public record Located<T>(T value, String key, SourceLocation location, String subject) {

    /** Another value that was written here. */
    public <U> Located<U> as(U other) {
        return new Located<>(other, key, location, subject);
    }
}
