/**
 * Many writers on one table: batches that are handed over as files below the table's log, and committed together by whoever
 * holds the commit lease.
 */
@NullMarked
package io.dispenser.telemetry.adapter.delta.groupcommit;

import org.jspecify.annotations.NullMarked;
