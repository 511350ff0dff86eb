/**
 * Which way a writer's batches take into a table that many write to: by commits of its own, or through the inbox, from where
 * whoever holds the commit lease commits them.
 */
@NullMarked
package io.dispenser.telemetry.adapter.delta.groupcommit;

import org.jspecify.annotations.NullMarked;
