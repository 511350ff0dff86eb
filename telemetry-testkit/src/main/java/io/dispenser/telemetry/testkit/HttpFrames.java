package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where messages of HTTP/1.1 begin and end on a connection; no more of HTTP than that. */
final class HttpFrames {

    private static final int MAX_HEAD = 1 << 20;

    private HttpFrames() {}

    /** The next head with the empty line after it, or the empty string where the connection ends before it. */
    static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0) {
                if (head.size() == 0) {
                    return "";
                }
                throw new EOFException("the connection ended within the head of a message");
            }
            head.write(next);
            last4 = last4 << 8 | next;
            if (head.size() > MAX_HEAD) {
                throw new IOException("this is no HTTP");
            }
        }
        return head.toString(ISO_8859_1);
    }

    /** The headers of a head, by name in lower case; of one that comes twice the last. */
    static Map<String, String> headers(String head) {
        Map<String, String> headers = new LinkedHashMap<>();
        head.lines().skip(1).filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        return headers;
    }

    static int status(String replyHead) {
        return Integer.parseInt(replyHead.split(" ", 3)[1].strip());
    }

    /** Copies the body that belongs to a head with {@code headers}; without a length, of a reply, up to the end. */
    static void copyBody(Map<String, String> headers, boolean isReply, InputStream in, OutputStream out)
            throws IOException {
        String length = headers.get("content-length");
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            copyChunks(in, out);
        } else if (length != null) {
            copy(in, out, Long.parseLong(length));
        } else if (isReply) {
            in.transferTo(out);
            out.flush();
        }
    }

    private static void copyChunks(InputStream in, OutputStream out) throws IOException {
        while (true) {
            String size = copyLine(in, out);
            long bytes = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            copy(in, out, bytes);
            if (bytes == 0) {
                while (!copyLine(in, out).isEmpty()) {
                    // Trailers.
                }
                out.flush();
                return;
            }
            copyLine(in, out);
        }
    }

    private static String copyLine(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within a line");
            }
            line.write(next);
        }
        line.write('\n');
        line.writeTo(out);
        return line.toString(ISO_8859_1).strip();
    }

    private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[8192];
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the connection ended within a body");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        out.flush();
    }
}
