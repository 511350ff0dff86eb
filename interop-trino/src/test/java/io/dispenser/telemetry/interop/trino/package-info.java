/** Our tables with Trino beside us: what it reads of ours, and what becomes of a table that both write to. */
@NullMarked
package io.dispenser.telemetry.interop.trino;

import org.jspecify.annotations.NullMarked;
