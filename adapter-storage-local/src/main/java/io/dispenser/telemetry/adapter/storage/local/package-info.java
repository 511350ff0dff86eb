/** Tables on the local disk ({@code file://}), on {@code java.nio} alone. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.local;

import org.jspecify.annotations.NullMarked;
