/** The documents are true to the letter, where a test can tell: their links, their tables, their commands and their examples. */
@NullMarked
package io.dispenser.telemetry.app.documents;

import org.jspecify.annotations.NullMarked;
