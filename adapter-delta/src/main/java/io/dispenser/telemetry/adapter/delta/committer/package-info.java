/** What one of many hosts does for all, while it has the commit lease: one commit for the batches of many writers. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.committer;

import org.jspecify.annotations.NullMarked;
