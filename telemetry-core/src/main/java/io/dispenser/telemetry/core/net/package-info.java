/** Ways to servers that whoever runs this program has set up: certificate authorities of their own, and proxies. */
@NullMarked
package io.dispenser.telemetry.core.net;

import org.jspecify.annotations.NullMarked;
