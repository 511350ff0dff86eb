/** How the containers fared, as one page for people. */
@NullMarked
package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.NullMarked;
