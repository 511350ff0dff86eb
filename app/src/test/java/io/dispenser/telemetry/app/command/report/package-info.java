/** Tests of the report's command. */
@NullMarked
package io.dispenser.telemetry.app.command.report;

import org.jspecify.annotations.NullMarked;
