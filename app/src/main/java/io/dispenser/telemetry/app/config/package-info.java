/** Reads {@code dispenser.toml} and the services' {@code service.toml} files, and tells every problem with its place. */
@NullMarked
package io.dispenser.telemetry.app.config;

import org.jspecify.annotations.NullMarked;
