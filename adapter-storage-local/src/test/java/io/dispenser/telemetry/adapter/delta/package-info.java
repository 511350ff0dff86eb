/** Maintenance of tables on the local disk: between processes, and in little memory. */
@NullMarked
package io.dispenser.telemetry.adapter.delta;

import org.jspecify.annotations.NullMarked;
