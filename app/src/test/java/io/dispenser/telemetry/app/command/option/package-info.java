/** Tests of the options that commands share. */
@NullMarked
package io.dispenser.telemetry.app.command.option;

import org.jspecify.annotations.NullMarked;
