package io.dispenser.telemetry.benchmarks.fleet;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a store charges for requests. Deleting is free where this is known of.
 *
 * @param writes dollars for a thousand that put or list
 * @param reads dollars for a thousand that read
 */
record Prices(double writes, double reads) {

    /**
     * Amazon S3 Standard in us-east-1, as told by c3x.dev/blog/s3-request-fees-explained and by cloudkaramchari.com, both read on
     * 2026-11-30.
     */
    static final Prices DEFAULT = new Prices(0.005, 0.0004);

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Pattern TWO = Pattern.compile("(\\d+(?:\\.\\d+)?),(\\d+(?:\\.\\d+)?)");

    /** @throws IllegalArgumentException if it can't be meant */
    static Prices parse(String text) {
        Matcher two = TWO.matcher(text);
        if (!two.matches()) {
            throw new IllegalArgumentException("--prices is two numbers, as 0.005,0.0004: " + text);
        }
        return new Prices(Double.parseDouble(two.group(1)), Double.parseDouble(two.group(2)));
    }

    /** How many flushes a fleet has in a month, to one table. */
    static double flushesAMonth(FleetPlan plan) {
        return plan.hosts() * (MONTH.toMillis() / (double) plan.period().toMillis());
    }

    /** What a flush of a fleet costs, in dollars; NaN if nothing was done. */
    double ofFlush(FleetResult result) {
        double cost = 0;
        for (RequestKind kind : RequestKind.values()) {
            double requests = result.perFlush(result.requests(kind));
            cost += requests
                    * (switch (kind) {
                        case GET, HEAD -> reads;
                        case LIST, PUT, PUT_IF_ABSENT -> writes;
                        case DELETE -> 0;
                    })
                    / 1000;
        }
        return cost;
    }
}
