/** The maintenance loop's steps, without a table and without a thread. */
@NullMarked
package io.dispenser.telemetry.core.maintenance;

import org.jspecify.annotations.NullMarked;
