package io.dispenser.telemetry.app.http;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is served, by its paths, such as {@code /metrics}.
 *
 * @param pages for programs, which may ask by any name
 * @param forPeople pages whose reader's browser has to ask by a name of this host
 * @param streams events for such pages
 */
public record Site(Map<String, Page> pages, Map<String, Page> forPeople, Map<String, EventStream> streams) {

    public Site {
        pages = Map.copyOf(pages);
        forPeople = Map.copyOf(forPeople);
        streams = Map.copyOf(streams);
    }

    /** Of pages for programs alone. */
    public static Site of(Map<String, Page> pages) {
        return new Site(pages, Map.of(), Map.of());
    }

    /** The paths, for people. */
    String words() {
        return Stream.of(pages, forPeople, streams)
                .flatMap(each -> each.keySet().stream())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
