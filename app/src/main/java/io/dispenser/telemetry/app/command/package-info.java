/** The command line: every command by its name. Each room below it holds the commands of one purpose. */
@NullMarked
package io.dispenser.telemetry.app.command;

import org.jspecify.annotations.NullMarked;
