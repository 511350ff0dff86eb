/** The two tables: their columns, retention and file size. */
@NullMarked
package io.dispenser.telemetry.core.table;

import org.jspecify.annotations.NullMarked;
