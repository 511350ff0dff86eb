/** Tests of the report. */
@NullMarked
package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.NullMarked;
