package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer apart into its documents: the lines of a stream, the elements of a list. Each is read by itself, so that one
 * that can't be read costs none of the others.
 */
final class DocumentReader {

    /**
     * An answer of one document that is longer never ends. Of several, one may have any length: it takes no memory, and the
     * others are behind it.
     */
    private static final long MOST_WIRE_BYTES = 64L << 20;

    /** Of a whole list, texts cut. */
    private static final long MOST_LIST_BYTES = 64L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;
    private boolean inList;
    private long listBytes;

    DocumentReader(InputStream in) {
        this.in = in;
    }

    /** The only document of an answer. */
    JsonNode only() throws IOException, CallFailure {
        TrimmedDocument document = new TrimmedDocument();
        while (filled()) {
            document.add(buffer[position++]);
            if (document.wireBytes() > MOST_WIRE_BYTES) {
                throw failure("the answer is longer than " + (MOST_WIRE_BYTES >> 20) + " MiB");
            }
        }
        return parse(document, "the answer");
    }

    /**
     * The next line that is not empty, as soon as it is whole; null at the end.
     *
     * @throws UnreadableDocument if it can't be read; the next one may
     */
    @Nullable
    JsonNode nextLine() throws IOException, CallFailure, UnreadableDocument {
        TrimmedDocument line = new TrimmedDocument();
        while (filled()) {
            byte next = buffer[position++];
            if (next != '\n') {
                line.add(next);
            } else if (!line.isBlank()) {
                return readable(line, "an event");
            } else {
                line = new TrimmedDocument();
            }
        }
        return line.isBlank() ? null : readable(line, "an event");
    }

    /**
     * The next element of the list that the answer is; null at its end.
     *
     * @throws UnreadableDocument if it can't be read; the next one may
     * @throws CallFailure if the answer is no list, or breaks off
     */
    @Nullable
    JsonNode nextElement() throws IOException, CallFailure, UnreadableDocument {
        if (!inList) {
            enterList();
        }
        TrimmedDocument element = new TrimmedDocument();
        while (filled()) {
            byte next = buffer[position++];
            boolean between = element.depth() == 0 && !element.isInText();
            if (between && (next == ',' || next == ']')) {
                listBytes += element.bytes().length;
                if (listBytes > MOST_LIST_BYTES) {
                    throw failure("the list is longer than " + (MOST_LIST_BYTES >> 20) + " MiB");
                }
                if (!element.isBlank()) {
                    position -= next == ']' ? 1 : 0; // to be met again as the list's end
                    return readable(element, "an element of the list");
                }
                if (next == ']') {
                    return null;
                }
                element = new TrimmedDocument();
            } else {
                element.add(next);
            }
        }
        throw failure("the answer broke off: the list has no end");
    }

    private void enterList() throws IOException, CallFailure {
        while (filled() && Character.isWhitespace(buffer[position])) {
            position++;
        }
        if (!filled() || buffer[position] != '[') {
            only(); // fails if it is not JSON at all
            throw failure("the answer makes no sense: the list of containers is no list");
        }
        position++;
        inList = true;
    }

    private boolean filled() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return limit > 0;
    }

    private static JsonNode readable(TrimmedDocument document, String what) throws UnreadableDocument {
        try {
            return parse(document, what);
        } catch (CallFailure e) {
            throw new UnreadableDocument(CallFailure.wordsOf(e));
        }
    }

    private static JsonNode parse(TrimmedDocument document, String what) throws CallFailure {
        if (document.isTooLong()) {
            throw failure(what + " holds too much");
        }
        try {
            JsonNode read = JSON.readTree(document.bytes());
            if (read == null || read.isMissingNode()) {
                throw failure(what + " is empty");
            }
            return read;
        } catch (JacksonException e) {
            throw failure(what + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("an array is read without I/O", e);
        }
    }

    private static CallFailure failure(String message) {
        return new CallFailure(CallFailure.Kind.BAD_ANSWER, message, null);
    }

    /** One document of several can't be read. */
    static final class UnreadableDocument extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableDocument(String message) {
            super(message, null, false, false);
        }
    }
}
