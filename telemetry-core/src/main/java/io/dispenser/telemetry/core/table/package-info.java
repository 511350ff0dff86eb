/** What a table is: columns, identity, order, retention, and the way from a row back to its event; and the two tables. */
@NullMarked
package io.dispenser.telemetry.core.table;

import org.jspecify.annotations.NullMarked;
