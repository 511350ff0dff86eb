@NullMarked
package io.dispenser.telemetry.app.toml;

import org.jspecify.annotations.NullMarked;
