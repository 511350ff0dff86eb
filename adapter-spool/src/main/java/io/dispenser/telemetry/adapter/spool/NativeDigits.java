package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.storage.PlainDigits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * File names with the digits of another script, such as {@code ٠٠٠٠٠٠٠٠١٢.open}: earlier versions of this program wrote them
 * on a host whose locale has such digits. In the files themselves all digits are plain ones.
 */
final class NativeDigits {

    private NativeDigits() {}

    /**
     * The name of {@code file}, whatever the host's locale is now: where that knows no such characters, {@link
     * Path#toString} has question marks in their place, and only the address has the bytes.
     */
    static String fileName(Path file) {
        String name = file.getFileName().toString();
        if (PlainDigits.isAscii(name)) {
            return name;
        }
        String address = file.toUri().getRawPath();
        String last = address.substring(address.lastIndexOf('/') + 1);
        return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What a file's name says with its digits written plainly; empty if it has no others, or says nothing of a segment. */
    static Optional<SegmentName> parse(String fileName) {
        return PlainDigits.isAscii(fileName) ? Optional.empty() : SegmentName.parse(PlainDigits.of(fileName));
    }
}
