package io.dispenser.telemetry.benchmarks.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code benchmarks/run fleet} is asked for.
 *
 * @param plans a run each
 * @param virtual whether time is virtual
 * @param store where the tables are
 * @param commits who commits
 * @param prices what the store charges
 * @param besideDeltaRs whether delta-rs has a go at the same
 */
record FleetOptions(
        List<FleetPlan> plans, boolean virtual, Store store, Commits commits, Prices prices, boolean besideDeltaRs) {

    static final String USAGE = """
            benchmarks/run fleet [HOSTSxPERIOD ...] [OPTION VALUE ...]
              HOSTSxPERIOD     hosts that write, each every so many seconds: 30x10; without any, 1x10 3x10 10x10 30x10 100x60
              --rows N         rows of a batch; default 150
              --latency A-B    milliseconds that a request takes beside what the store takes; default 40-80, on the local disk 0
              --seconds N      what is measured; default 300
              --warm-up N      seconds before that; default two periods
              --phases P       when the hosts' batches are due: random (default), or even, spread over the period
              --seed N         of all that is random; default 1
              --time T         virtual (default for the store in memory) or real
              --store S        memory (default), local, or s3: the S3 server that .ci/s3.sh installs
              --commits C      auto (default): one for all where they are in each other's way; or own
              --outage A-B     the store is away from second A to B of what is measured: all requests fail, those under way too
              --skew N         of three hosts, one has a clock that is N seconds ahead, and one a clock that is N seconds behind
              --kill-holder N  every N seconds the host that commits for others is killed, and starts again 5 s later; in virtual time
              --prices W,R     dollars for a thousand requests that write or list, and that read; default 0.005,0.0004: Amazon S3
                               Standard in us-east-1 on 2026-11-30
              --beside-delta-rs   on s3 in real time: the same by delta-rs's writers; without fleets, 10x10 and 30x10
            """;

    /** Where the tables are. */
    enum Store {
        MEMORY,
        LOCAL,
        S3
    }

    private static final Pattern FLEET = Pattern.compile("(\\d{1,6})x(\\d{1,6}(?:\\.\\d{1,3})?)");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})-(\\d{1,6})");
    private static final Set<String> NAMES = Set.of(
            "--rows",
            "--latency",
            "--seconds",
            "--warm-up",
            "--phases",
            "--seed",
            "--time",
            "--store",
            "--commits",
            "--outage",
            "--skew",
            "--kill-holder",
            "--prices");

    /** @throws IllegalArgumentException if an argument can't be meant; the message says which, and what to write */
    static FleetOptions parse(List<String> arguments) {
        List<String> fleets = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        boolean beside = false;
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            if (argument.equals("--beside-delta-rs")) {
                beside = true;
            } else if (!argument.startsWith("-")) {
                fleets.add(argument);
            } else if (!NAMES.contains(argument)) {
                throw new IllegalArgumentException("there is no option " + argument);
            } else if (++index == arguments.size()) {
                throw new IllegalArgumentException(argument + " needs a value");
            } else {
                values.put(argument, arguments.get(index));
            }
        }
        Store store = choice(values, "--store", beside ? Store.S3 : Store.MEMORY, Store.values());
        Clock clock = choice(values, "--time", store == Store.MEMORY ? Clock.VIRTUAL : Clock.REAL, Clock.values());
        if (clock == Clock.VIRTUAL && store != Store.MEMORY) {
            throw new IllegalArgumentException(
                    "--time virtual needs --store memory: what another store takes is real time");
        }
        if (clock == Clock.REAL && values.containsKey("--kill-holder")) {
            throw new IllegalArgumentException("--kill-holder needs --time virtual");
        }
        if (beside && store != Store.S3) {
            throw new IllegalArgumentException("--beside-delta-rs needs --store s3");
        }
        if (fleets.isEmpty()) {
            fleets = beside ? List.of("10x10", "30x10") : List.of("1x10", "3x10", "10x10", "30x10", "100x60");
        }
        Latency latency = Optional.ofNullable(values.get("--latency"))
                .map(Latency::parse)
                .orElse(store == Store.LOCAL ? Latency.NONE : new Latency(40, 80));
        List<FleetPlan> plans =
                fleets.stream().map(fleet -> plan(fleet, values, latency)).toList();
        return new FleetOptions(
                plans,
                clock == Clock.VIRTUAL,
                store,
                choice(values, "--commits", Commits.AUTO, Commits.values()),
                Optional.ofNullable(values.get("--prices")).map(Prices::parse).orElse(Prices.DEFAULT),
                beside);
    }

    /** Who commits. */
    enum Commits {
        AUTO,
        OWN
    }

    private enum Clock {
        VIRTUAL,
        REAL
    }

    private enum Phases {
        RANDOM,
        EVEN
    }

    private static FleetPlan plan(String fleet, Map<String, String> values, Latency latency) {
        Matcher matcher = FLEET.matcher(fleet);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a fleet is hosts and the seconds of a period, as 30x10: " + fleet);
        }
        Duration period = Duration.ofMillis((long) (1000 * Double.parseDouble(matcher.group(2))));
        Duration warmUp = values.containsKey("--warm-up")
                ? Duration.ofSeconds(number(values, "--warm-up", 0))
                : period.multipliedBy(2);
        return new FleetPlan(
                Integer.parseInt(matcher.group(1)),
                period,
                (int) number(values, "--rows", 150),
                latency,
                warmUp,
                Duration.ofSeconds(number(values, "--seconds", 300)),
                choice(values, "--phases", Phases.RANDOM, Phases.values()) == Phases.EVEN,
                number(values, "--seed", 1),
                faults(values));
    }

    private static FleetFaults faults(Map<String, String> values) {
        String outage = values.getOrDefault("--outage", "0-0");
        Matcher matcher = SECONDS.matcher(outage);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--outage is two seconds, as 60-660: " + outage);
        }
        return new FleetFaults(
                Duration.ofSeconds(Long.parseLong(matcher.group(1))),
                Duration.ofSeconds(Long.parseLong(matcher.group(2))),
                Duration.ofSeconds(number(values, "--skew", 0)),
                Duration.ofSeconds(number(values, "--kill-holder", 0)));
    }

    private static long number(Map<String, String> values, String option, long other) {
        String text = values.getOrDefault(option, Long.toString(other));
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(option + " is a whole number: " + text);
        }
        return Long.parseLong(text);
    }

    private static <T extends Enum<T>> T choice(Map<String, String> values, String option, T other, T[] all) {
        String text = values.getOrDefault(option, other.name()).toUpperCase(Locale.ROOT);
        return Arrays.stream(all)
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(option + " is one of "
                        + Arrays.toString(all).toLowerCase(Locale.ROOT) + ": " + values.get(option)));
    }
}
