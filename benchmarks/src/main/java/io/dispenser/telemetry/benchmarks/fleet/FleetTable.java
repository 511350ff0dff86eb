package io.dispenser.telemetry.benchmarks.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of columns that stand below each other: the first to the left, the others to the right. */
final class FleetTable {

    private final List<List<String>> lines = new ArrayList<>();

    private FleetTable(String... titles) {
        lines.add(List.of(titles));
    }

    /** A line for each run. */
    static FleetTable ofResults() {
        return new FleetTable(
                "hosts × period",
                "offered/s",
                "done/s",
                "waiting",
                "p50 s",
                "p90 s",
                "p99 s",
                "requests/flush",
                "hosts'",
                "holder's",
                "commits/s",
                "files",
                "CPU s");
    }

    /** The requests of each run by kind and party. */
    static FleetTable ofKinds() {
        List<String> titles = new ArrayList<>(List.of("requests/flush by kind"));
        for (RequestKind kind : RequestKind.values()) {
            titles.add(kind.title());
        }
        return new FleetTable(titles.toArray(String[]::new));
    }

    /** What the requests of each run cost. */
    static FleetTable ofMonths() {
        return new FleetTable("a month, one table", "million flushes", "million requests", "$", "$ a host");
    }

    void add(String title, Object... numbers) {
        List<String> line = new ArrayList<>(List.of(title));
        for (Object number : numbers) {
            line.add(number instanceof Double value ? decimal(value) : number.toString());
        }
        lines.add(line);
    }

    private static String decimal(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value >= 99.95 ? "%.0f" : "%.2f", value);
    }

    void addResult(FleetResult result) {
        RequestCounts counts = result.counts();
        long hosts = counts.of(Party.HOST);
        long holder = counts.of(Party.HOLDER);
        add(
                result.title(),
                result.perSecond(result.offered()),
                result.perSecond(result.done()),
                result.waiting(),
                result.latencies().seconds(50),
                result.latencies().seconds(90),
                result.latencies().seconds(99),
                result.perFlush(result.requests()),
                hosts + holder == 0 ? Double.NaN : result.perFlush(hosts),
                hosts + holder == 0 ? Double.NaN : result.perFlush(holder),
                result.perSecond(counts.commits()),
                counts.files(),
                result.cpuSeconds());
    }

    void addKinds(FleetResult result) {
        for (Party party : Party.values()) {
            if (result.counts().of(party) > 0) {
                Object[] numbers = Arrays.stream(RequestKind.values())
                        .map(kind -> result.perFlush(result.counts().of(party, kind)))
                        .toArray();
                add(result.title() + (party == Party.HOST ? ", hosts" : ", holder"), numbers);
            }
        }
        result.served()
                .ifPresent(served -> add(
                        result.title() + ", as HTTP",
                        Arrays.stream(RequestKind.values())
                                .map(kind -> result.perFlush(served.getOrDefault(kind, 0L)))
                                .toArray()));
    }

    void addMonth(FleetResult result, Prices prices) {
        double flushes = Prices.flushesAMonth(result.plan());
        double dollars = prices.ofFlush(result) * flushes;
        add(
                result.title(),
                flushes / 1e6,
                result.perFlush(result.requests()) * flushes / 1e6,
                dollars,
                dollars / result.plan().hosts());
    }

    @Override
    public String toString() {
        int columns = lines.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, columns)
                        .mapToObj(column -> padded(line.get(column), widths[column], column == 0))
                        .collect(Collectors.joining("  ")))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    private static String padded(String text, int width, boolean left) {
        String spaces = " ".repeat(width - text.length());
        return left ? text + spaces : spaces + text;
    }
}
