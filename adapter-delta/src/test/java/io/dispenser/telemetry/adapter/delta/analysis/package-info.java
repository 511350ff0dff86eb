/** The questions of the folder {@code analysis}, a month of events that were made up for them, and what the answers are. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.analysis;

import org.jspecify.annotations.NullMarked;
