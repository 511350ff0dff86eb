package io.dispenser.telemetry.benchmarks.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.benchmarks.FileTrees;
import io.dispenser.telemetry.benchmarks.S3Lake;
import io.dispenser.telemetry.benchmarks.fleet.RequestKind;
import io.dispenser.telemetry.testkit.ProxyRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of tables in a bucket, for {@code reading.py}: it says where the bucket is, and then, for each line that it reads, what was
 * asked for through its proxy since the line before. Ends with its standard input.
 */
final class ReadingLake {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]*)-([0-9]*)");

    private final S3Lake lake;

    private ReadingLake(S3Lake lake) {
        this.lake = lake;
    }

    /** Argument: the folder of the tables. */
    public static void main(String[] arguments) throws Exception {
        try (S3Lake lake = new S3Lake()) {
            FileTrees.copy(Path.of(arguments[0]), lake.objects());
            System.out.println("uri " + lake.uri(""));
            System.out.println("server " + lake.server());
            lake.environment().forEach((name, value) -> System.out.println(name + " " + value));
            System.out.println();
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            ReadingLake counting = new ReadingLake(lake);
            while (lines.readLine() != null) {
                System.out.println(counting.counted());
            }
            FileTrees.delete(lake.objects());
        }
        System.exit(0); // the proxy's threads may wait for clients that are gone
    }

    private String counted() throws IOException {
        Map<RequestKind, Integer> kinds = new EnumMap<>(RequestKind.class);
        long bytes = 0;
        for (ProxyRequest request : lake.takeSeen()) {
            RequestKind kind = RequestKind.of(request);
            kinds.merge(kind, 1, Integer::sum);
            bytes += kind == RequestKind.GET ? bytes(request) : 0;
        }
        StringBuilder words = new StringBuilder("bytes ").append(bytes);
        kinds.forEach((kind, count) ->
                words.append(' ').append(kind.title()).append(' ').append(count));
        return words.toString();
    }

    /** How many bytes of an object a request is for; none where there is no such object. */
    private long bytes(ProxyRequest request) throws IOException {
        String path = URI.create(request.target()).getRawPath();
        // Of an object's name a plus is one; the bucket's folder has the place of its name.
        String name = URLDecoder.decode(path.replace("+", "%2B"), UTF_8).replaceFirst("^/[^/]*/[^/]*/", "");
        Path object = lake.objects().resolve(name);
        if (!Files.isRegularFile(object)) {
            return 0;
        }
        long size = Files.size(object);
        Matcher range = RANGE.matcher(request.headers().getOrDefault("range", ""));
        if (!range.matches()) {
            return size;
        }
        if (range.group(1).isEmpty()) {
            return Math.min(size, Long.parseLong(range.group(2)));
        }
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        return Math.max(0, last - Long.parseLong(range.group(1)) + 1);
    }
}
