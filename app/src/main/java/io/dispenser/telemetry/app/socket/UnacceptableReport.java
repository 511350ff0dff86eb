package io.dispenser.telemetry.app.socket;

/** A line is no report that can be handled. */
final class UnacceptableReport extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    UnacceptableReport(Reply reply) {
        super(reply.message());
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
