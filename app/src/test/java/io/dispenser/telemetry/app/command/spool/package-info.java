/** Tests of the spools' commands. */
@NullMarked
package io.dispenser.telemetry.app.command.spool;

import org.jspecify.annotations.NullMarked;
