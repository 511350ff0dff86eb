/** A {@code TableStore} as what Kernel and Parquet read and write: inputs, outputs, walks over listings, codecs. */
@NullMarked
package io.dispenser.telemetry.adapter.delta.io;

import org.jspecify.annotations.NullMarked;
