package io.dispenser.telemetry.adapter.delta.groupcommit;

/** Something happened in the model that must not. */
@SuppressWarnings("serial")
final class ModelViolation extends RuntimeException {

    ModelViolation(String what) {
        super(what);
    }
}
