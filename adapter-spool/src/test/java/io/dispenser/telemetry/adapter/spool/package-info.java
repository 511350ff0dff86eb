/** Tests of the durable spool. */
@NullMarked
package io.dispenser.telemetry.adapter.spool;

import org.jspecify.annotations.NullMarked;
