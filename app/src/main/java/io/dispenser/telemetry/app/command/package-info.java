/** The command line: what a person may ask for, and what is answered. */
@NullMarked
package io.dispenser.telemetry.app.command;

import org.jspecify.annotations.NullMarked;
