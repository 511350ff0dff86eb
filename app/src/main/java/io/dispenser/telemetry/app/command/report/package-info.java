/** The command that makes a page of what the tables tell. */
@NullMarked
package io.dispenser.telemetry.app.command.report;

import org.jspecify.annotations.NullMarked;
