/** Tests of the tables' commands. */
@NullMarked
package io.dispenser.telemetry.app.command.table;

import org.jspecify.annotations.NullMarked;
