/** The documented schema, compared with the definitions. */
@NullMarked
package io.dispenser.telemetry.core.table;

import org.jspecify.annotations.NullMarked;
