package io.dispenser.telemetry.core.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which servers are reached without a proxy: {@code NO_PROXY} as curl reads it. An entry is a name, which stands for the hosts
 * below it as well, an IP address, a block of them ({@code 10.0.0.0/8}), or {@code *} for all; a port after it
 * ({@code host:9000}) makes it mean that port only.
 */
final class NoProxy {

    private static final Pattern ENTRY =
            Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:]*|[^:]*:[^:]*:.*)(?::(?<port>\\d+))?");

    /** What is never looked up: digits and dots, or what has two colons. */
    private static final Pattern IP =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private record Entry(String host, String port) {}

    private final List<Entry> entries;

    private NoProxy(List<Entry> entries) {
        this.entries = entries;
    }

    static NoProxy of(String list) {
        return new NoProxy(Arrays.stream(list.split("[,\\s]+"))
                .filter(text -> !text.isEmpty())
                .map(NoProxy::entry)
                .toList());
    }

    private static Entry entry(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (IP.matcher(text).matches() || !matcher.matches() || matcher.group("port") == null) {
            return new Entry(bare(text), "");
        }
        return new Entry(bare(matcher.group("host")), matcher.group("port"));
    }

    /** In lower case, without brackets, a dot at the beginning, and one at the end. */
    private static String bare(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "").replaceAll("^\\.|\\.$", "");
    }

    boolean matches(String host, int port) {
        String name = bare(host);
        Optional<InetAddress> address = address(name);
        return entries.stream()
                .filter(entry -> entry.port().isEmpty() || entry.port().equals(Integer.toString(port)))
                .anyMatch(entry -> entry.host().equals("*")
                        || address.map(ip -> covers(entry.host(), ip))
                                .orElseGet(() -> name.equals(entry.host()) || name.endsWith("." + entry.host())));
    }

    private static boolean covers(String entry, InetAddress ip) {
        int slash = entry.indexOf('/');
        Optional<InetAddress> network = address(slash < 0 ? entry : entry.substring(0, slash));
        if (network.isEmpty() || network.get().getAddress().length != ip.getAddress().length) {
            return false;
        }
        int width = ip.getAddress().length * 8;
        String length = slash < 0 ? Integer.toString(width) : entry.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > width) {
            return false;
        }
        int rest = width - Integer.parseInt(length);
        return number(network.get()).shiftRight(rest).equals(number(ip).shiftRight(rest));
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static Optional<InetAddress> address(String text) {
        if (!IP.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
