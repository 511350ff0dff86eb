/** What the tables and a running agent tell of containers, as one document, and the page that shows it. */
@NullMarked
package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.NullMarked;
