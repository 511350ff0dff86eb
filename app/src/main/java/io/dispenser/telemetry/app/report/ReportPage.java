package io.dispenser.telemetry.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/**
 * The page that shows a report: one HTML file with style, scripts and document in it, which asks nothing of any network. What
 * it may do is said by a Content-Security-Policy of its own: the scripts and the style whose hashes are named, and nothing else.
 *
 * <p>Any thread.
 */
public final class ReportPage {

    private static final List<String> SCRIPTS = List.of(
            "text.js",
            "time.js",
            "bands.js",
            "timeline.js",
            "charts.js",
            "rows.js",
            "lists.js",
            "tip.js",
            "live.js",
            "page.js");
    private static final String CHARTS = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final byte[] LESS_THAN = "\\u003c".getBytes(StandardCharsets.US_ASCII);

    /** Read once, with the first page. */
    private static final class Parts {

        static final String PAGE = text(ReportPage.class, "page.html");
        static final String LIBRARY = library("dist/uPlot.iife.min.js");
        static final String STYLE = library("dist/uPlot.min.css")
                + text(ReportPage.class, "page.css")
                + text(ReportPage.class, "widths.css");
        static final String SCRIPT = script();

        private Parts() {}

        private static String script() {
            StringBuilder all = new StringBuilder("(() => {\n'use strict';\n");
            SCRIPTS.forEach(name -> all.append(text(ReportPage.class, name)));
            return all.append("})();\n").toString();
        }

        /** What is handed on of others goes with their terms. */
        private static String library(String file) {
            Properties coordinates = new Properties();
            try (InputStream in = open(ReportPage.class, CHARTS)) {
                coordinates.load(in);
            } catch (IOException e) {
                throw new IllegalStateException(CHARTS + " can't be read", e);
            }
            String root = "/META-INF/resources/webjars/uplot/" + coordinates.getProperty("version") + "/";
            return "/*\n" + text(ReportPage.class, root + "LICENSE").strip() + "\n*/\n"
                    + text(ReportPage.class, root + file);
        }
    }

    private ReportPage() {}

    /**
     * Writes a page.
     *
     * @param title what the browser calls it
     * @param live whether it is served by an agent, of which it asks for newer documents at {@code events}
     * @param document the report's document: JSON in UTF-8
     * @param out where it goes; it is left open
     * @throws IOException if that can't be written
     */
    public static void write(String title, boolean live, byte[] document, OutputStream out) throws IOException {
        String page = Parts.PAGE
                .replace("<!--policy-->", policy(live))
                .replace("<!--title-->", escaped(title))
                .replace("<!--style-->", "<style>" + Parts.STYLE + "</style>")
                .replace(
                        "<!--scripts-->",
                        "<script>" + Parts.LIBRARY + "</script>\n<script>" + Parts.SCRIPT + "</script>");
        String place = "<!--document-->";
        int at = page.indexOf(place);
        out.write(page.substring(0, at).getBytes(StandardCharsets.UTF_8));
        embed(document, out);
        out.write(page.substring(at + place.length()).getBytes(StandardCharsets.UTF_8));
    }

    /** What the page about a host is called. */
    public static String title(String host) {
        return "Containers of " + Texts.quoted(host);
    }

    /**
     * What a browser shall let the page do, as a Content-Security-Policy that both a header and an element of the page can say.
     *
     * @param live whether the page may ask its own server for events
     */
    public static String policy(boolean live) {
        return "default-src 'none'; script-src " + hash(Parts.LIBRARY) + " " + hash(Parts.SCRIPT) + "; style-src "
                + hash(Parts.STYLE) + (live ? "; connect-src 'self'" : "") + "; base-uri 'none'; form-action 'none'";
    }

    /** JSON has no other place for this character than its strings, and there it may be written so. */
    private static void embed(byte[] document, OutputStream out) throws IOException {
        int from = 0;
        for (int i = 0; i < document.length; i++) {
            if (document[i] == '<') {
                out.write(document, from, i - from);
                out.write(LESS_THAN);
                from = i + 1;
            }
        }
        out.write(document, from, document.length - from);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(Class<?> owner, String name) {
        InputStream in = owner.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is missing from the program");
        }
        return in;
    }

    private static String text(Class<?> owner, String name) {
        try (InputStream in = open(owner, name)) {
            // As a browser reads it, which counts for the hashes.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException(name + " can't be read", e);
        }
    }
}
