/** Tests of the configuration. */
@NullMarked
package io.dispenser.telemetry.app.config;

import org.jspecify.annotations.NullMarked;
