/** The command that shows a newcomer what the program does. */
@NullMarked
package io.dispenser.telemetry.app.command.demo;

import org.jspecify.annotations.NullMarked;
