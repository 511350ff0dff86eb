/** The table's log: loading and creating it, checkpoints, what has expired, what must hold before a commit, and what a failure means. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.log;

import org.jspecify.annotations.NullMarked;
