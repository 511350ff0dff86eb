/** The durable spool: accepted events in append-only segments on the local disk, until their table has them. */
@NullMarked
package io.dispenser.telemetry.adapter.spool;

import org.jspecify.annotations.NullMarked;
