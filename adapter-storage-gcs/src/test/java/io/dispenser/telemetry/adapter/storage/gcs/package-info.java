/** Tables in Google Cloud Storage, tried on a server of its API in a process of its own. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.gcs;

import org.jspecify.annotations.NullMarked;
