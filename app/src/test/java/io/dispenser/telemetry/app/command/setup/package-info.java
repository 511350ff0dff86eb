/** Tests of the commands before the first run. */
@NullMarked
package io.dispenser.telemetry.app.command.setup;

import org.jspecify.annotations.NullMarked;
