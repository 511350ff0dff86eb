@NullMarked
package io.dispenser.telemetry.core.net;

import org.jspecify.annotations.NullMarked;
