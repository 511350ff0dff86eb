@NullMarked
package io.dispenser.telemetry.app.http;

import org.jspecify.annotations.NullMarked;
