/** The commands before the first run: a configuration is written, and all that it names is tried. */
@NullMarked
package io.dispenser.telemetry.app.command.setup;

import org.jspecify.annotations.NullMarked;
