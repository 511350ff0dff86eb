/** Commands, run as a person runs them. */
@NullMarked
package io.dispenser.telemetry.app.command;

import org.jspecify.annotations.NullMarked;
