package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON as it can stand in an HTML page: no text in it can end its element, and what it takes there is known when it is written. */
final class PageJson {

    private static final JsonFactory FACTORY = new JsonFactory().setCharacterEscapes(new WithoutMarkup());

    private PageJson() {}

    /** Writes a part of a document. */
    @FunctionalInterface
    interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    static String written(Part part) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            part.write(json);
        }
        return text.toString();
    }

    /** The fields of an object, without its braces. */
    static String fields(Part part) throws IOException {
        String object = written(json -> {
            json.writeStartObject();
            part.write(json);
            json.writeEndObject();
        });
        return object.substring(1, object.length() - 1);
    }

    /** How many bytes a text takes. */
    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static final class WithoutMarkup extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        WithoutMarkup() {
            escapes['<'] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
