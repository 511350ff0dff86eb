/** Table addresses. */
@NullMarked
package io.dispenser.telemetry.core.storage;

import org.jspecify.annotations.NullMarked;
