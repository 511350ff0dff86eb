package io.dispenser.telemetry.core.container;

/**
 * What a sample tells beyond the state of containers.
 *
 * @param usage whether the engine is asked what containers use
 * @param healthOutput whether rows hold the output of health checks, in which there may be secrets
 */
public record SampleContents(boolean usage, boolean healthOutput) {

    /** All of it. */
    public static final SampleContents ALL = new SampleContents(true, true);
}
