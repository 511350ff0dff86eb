@NullMarked
package io.dispenser.telemetry.app.health;

import org.jspecify.annotations.NullMarked;
