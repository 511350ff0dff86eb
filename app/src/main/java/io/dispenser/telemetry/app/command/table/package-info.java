/** The commands that read, describe and maintain the tables. */
@NullMarked
package io.dispenser.telemetry.app.command.table;

import org.jspecify.annotations.NullMarked;
