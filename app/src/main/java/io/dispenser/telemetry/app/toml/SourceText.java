package io.dispenser.telemetry.app.toml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads a configuration file's text, and says in a person's words why it can't be read. */
final class SourceText {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SourceText() {}

    /** The text without a byte order mark, or empty when a finding says why there is none. */
    static Optional<String> read(Path file, Diagnostics diagnostics) {
        diagnostics.reading(file);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            boolean directory = Files.isDirectory(file);
            diagnostics.error(
                    SourceLocation.wholeFile(file),
                    "",
                    directory ? "a directory, but a file is needed" : "a pipe or a device, but a file is needed",
                    directory ? "name the file in the directory" : "name a file, which can be read again at SIGHUP");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                diagnostics.error(
                        SourceLocation.wholeFile(file),
                        "",
                        "larger than 1 MiB, so hardly a configuration file",
                        "name the right file");
                return Optional.empty();
            }
            return decode(file, bytes, diagnostics);
        } catch (IOException e) {
            diagnostics.error(SourceLocation.wholeFile(file), "", reason(e), remedy(e));
            return Optional.empty();
        }
    }

    private static Optional<String> decode(Path file, byte[] bytes, Diagnostics diagnostics)
            throws CharacterCodingException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            diagnostics.error(
                    SourceLocation.at(file, text, text.length()),
                    "",
                    String.format(Locale.ROOT, "the byte 0x%02X is not UTF-8", bytes[in.position()]),
                    "save the file as UTF-8");
            return Optional.empty();
        }
        return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "can't be read: permission denied";
        }
        return "can't be read: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    static String remedy(IOException e) {
        return e instanceof AccessDeniedException ? "let the user who runs this program read it" : "check the path";
    }
}
