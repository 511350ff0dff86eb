/** The pipeline's steps, driven with fakes. */
@NullMarked
package io.dispenser.telemetry.core.pipeline;

import org.jspecify.annotations.NullMarked;
