/** Data files: column types, encoding, statistics. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.parquet;

import org.jspecify.annotations.NullMarked;
