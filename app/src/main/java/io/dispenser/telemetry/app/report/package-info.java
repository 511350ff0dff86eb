/** What the tables tell of containers, as one document that a page shows. */
@NullMarked
package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.NullMarked;
