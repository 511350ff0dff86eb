/** Options and arguments that several commands have, and what they stand for. */
@NullMarked
package io.dispenser.telemetry.app.command.option;

import org.jspecify.annotations.NullMarked;
