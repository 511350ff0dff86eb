/** The way of an event from {@code record} to its table. */
@NullMarked
package io.dispenser.telemetry.core.pipeline;

import org.jspecify.annotations.NullMarked;
