/** What the local store promises, tried on real directories and disks. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.local;

import org.jspecify.annotations.NullMarked;
