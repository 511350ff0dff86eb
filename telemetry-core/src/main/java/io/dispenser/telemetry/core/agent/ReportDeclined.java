package io.dispenser.telemetry.core.agent;

/** Ends the handling of a report, before there is a row. */
final class ReportDeclined extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ReportAnswer answer;

    private ReportDeclined(ReportAnswer answer, String reason) {
        super(reason, null, false, false);
        this.answer = answer;
    }

    static ReportDeclined invalid(String reason) {
        return new ReportDeclined(new ReportAnswer.Invalid(reason), reason);
    }

    static ReportDeclined refused(String reason) {
        return new ReportDeclined(new ReportAnswer.Refused(reason), reason);
    }

    ReportAnswer answer() {
        return answer;
    }
}
