package io.dispenser.telemetry.app.http;

/**
 * What is answered.
 *
 * @param status the status code
 * @param contentType the type of the body, which goes in UTF-8
 * @param body the body
 * @param policy what a browser shall let the body do, as a Content-Security-Policy
 */
public record Answer(int status, String contentType, String body, String policy) {

    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** One that is no page of a browser. */
    public Answer(int status, String contentType, String body) {
        this(status, contentType, body, NOTHING);
    }

    /** A text of one line. */
    public static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text + "\n");
    }
}
