/** What a command shares with the process that it runs in: its surroundings, its signals and its exit code. */
@NullMarked
package io.dispenser.telemetry.app.command.process;

import org.jspecify.annotations.NullMarked;
