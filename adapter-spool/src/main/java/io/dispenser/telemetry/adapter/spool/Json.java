package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON as the spool writes it: UTF-8 in one line, and half a surrogate pair, which UTF-8 can't say, as an escape. */
final class Json {

    /** The last character before the surrogates. */
    private static final int LAST_PLAIN_CHARACTER = 0xD7FF;

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().highestNonEscapedChar(LAST_PLAIN_CHARACTER).build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY).build();

    private Json() {}

    static JsonNode read(byte[] document) throws IOException {
        return MAPPER.readTree(document);
    }

    static byte[] write(JsonNode node) throws IOException {
        return MAPPER.writeValueAsBytes(node);
    }

    /** {@link #write} for a person to read and edit. */
    static byte[] writeIndented(JsonNode node) throws IOException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    }

    static JsonGenerator generator(ByteArrayOutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }
}
