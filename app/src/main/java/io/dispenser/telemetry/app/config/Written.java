package io.dispenser.telemetry.app.config;

/**
 * A value, and where and how it was written.
 *
 * @param value the value
 * @param place where the value begins
 * @param subject the key and the value for a message, secrets hidden
 * @param <T> the value's type
 */
record Written<T>(T value, Place place, String subject) {

    /** Another value that was written here. */
    <U> Written<U> as(U other) {
        return new Written<>(other, place, subject);
    }
}
