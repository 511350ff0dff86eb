/** The storage port: a table's address, and the few file operations that a table needs. */
@NullMarked
package io.dispenser.telemetry.core.storage;

import org.jspecify.annotations.NullMarked;
