/**
 * Metrics of a pipeline, an agent and the maintenance of tables, for any registry of Micrometer. Each class is a listener that
 * counts what it is told, and a binder that registers what it counted: make one, give it to the builder as its listener, and
 * bind it.
 */
@NullMarked
package io.dispenser.telemetry.micrometer;

import org.jspecify.annotations.NullMarked;
