/** Which storage adapter serves a table's URI. */
@NullMarked
package io.dispenser.telemetry.app.storage;

import org.jspecify.annotations.NullMarked;
