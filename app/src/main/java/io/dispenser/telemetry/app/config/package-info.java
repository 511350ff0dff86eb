/** The keys of {@code dispenser.toml} and of the services' {@code service.toml}: what each means, and what is wrong with a value. */
@NullMarked
package io.dispenser.telemetry.app.config;

import org.jspecify.annotations.NullMarked;
