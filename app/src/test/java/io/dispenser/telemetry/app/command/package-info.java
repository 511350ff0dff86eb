/** The command line, used as a person uses it. */
@NullMarked
package io.dispenser.telemetry.app.command;

import org.jspecify.annotations.NullMarked;
