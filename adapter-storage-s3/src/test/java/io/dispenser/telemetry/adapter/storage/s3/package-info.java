/** What the S3 store promises, tried on a real server and, for what only AWS has, on stubs of its services. */
@NullMarked
package io.dispenser.telemetry.adapter.storage.s3;

import org.jspecify.annotations.NullMarked;
