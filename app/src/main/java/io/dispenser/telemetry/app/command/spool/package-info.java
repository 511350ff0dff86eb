/** The commands that look into the spools: what waits for its table, and what was set aside. */
@NullMarked
package io.dispenser.telemetry.app.command.spool;

import org.jspecify.annotations.NullMarked;
