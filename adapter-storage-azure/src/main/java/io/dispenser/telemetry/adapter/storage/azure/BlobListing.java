package io.dispenser.telemetry.adapter.storage.azure;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One page of a listing.
 *
 * @param blobs the blobs that are files
 * @param nextMarker what to ask for the next page with; empty after the last one
 */
record BlobListing(List<Blob> blobs, String nextMarker) {

    /** A blob, by its name in the container. */
    record Blob(String name, long size, Instant modified) {}

    /**
     * Reads a page.
     *
     * @throws XMLStreamException if {@code xml} is none
     */
    static BlobListing parse(byte[] xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        List<Blob> blobs = new ArrayList<>();
        String marker = "";
        boolean whole = false;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "Blob" -> {
                        Entry entry = Entry.read(reader);
                        if (!entry.directory) {
                            blobs.add(entry.blob());
                        }
                    }
                    case "NextMarker" -> marker = reader.getElementText();
                    case "EnumerationResults" -> whole = true;
                    default -> {}
                }
            }
        }
        if (!whole) {
            throw new XMLStreamException("not a listing of blobs");
        }
        return new BlobListing(blobs, marker);
    }

    static Instant time(String text) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }

    /** The element of a blob while it is read. */
    private static final class Entry {

        private String name = "";
        private String size = "0";
        private String modified = "";
        private boolean directory;

        static Entry read(XMLStreamReader reader) throws XMLStreamException {
            Entry entry = new Entry();
            while (reader.next() != XMLStreamConstants.END_ELEMENT
                    || !reader.getLocalName().equals("Blob")) {
                if (reader.isStartElement()) {
                    switch (reader.getLocalName()) {
                        case "Name" -> entry.name = name(reader);
                        case "Content-Length" -> entry.size = reader.getElementText();
                        case "Last-Modified" -> entry.modified = reader.getElementText();
                        case "ResourceType" ->
                            entry.directory |= reader.getElementText().equals("directory");
                        case "Metadata" -> entry.directory |= marksDirectory(reader);
                        default -> {}
                    }
                }
            }
            return entry;
        }

        /** Metadata may have any names, also those of the elements beside it. */
        private static boolean marksDirectory(XMLStreamReader reader) throws XMLStreamException {
            boolean directory = false;
            while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                String value = reader.getElementText();
                directory |= name.equals("hdi_isfolder") && value.equalsIgnoreCase("true");
            }
            return directory;
        }

        /** A name that XML can't hold comes percent-encoded. */
        private static String name(XMLStreamReader reader) throws XMLStreamException {
            boolean encoded = "true".equals(reader.getAttributeValue(null, "Encoded"));
            String name = reader.getElementText();
            return encoded ? URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8) : name;
        }

        /** What makes no file is no answer of the service. */
        Blob blob() throws XMLStreamException {
            if (name.isEmpty() || !size.matches("\\d{1,18}") || modified.isEmpty()) {
                throw new XMLStreamException("a blob without name, size or time");
            }
            return new Blob(name, Long.parseLong(size), time(modified));
        }
    }
}
