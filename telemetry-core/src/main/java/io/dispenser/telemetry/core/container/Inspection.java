package io.dispenser.telemetry.core.container;

/** How the inspection of one container ended. */
public sealed interface Inspection {

    /** The container that was asked for. */
    String containerId();

    /** The engine answered in time. */
    record Answered(ContainerSnapshot snapshot) implements Inspection {
        @Override
        public String containerId() {
            return snapshot.id();
        }
    }

    /** The engine has no such container (any more). */
    record Gone(String containerId) implements Inspection {}

    /**
     * The engine did not answer within the deadline, or its answer made no sense.
     *
     * @param containerId the container that was asked for
     * @param reason what happened, for a person
     */
    record Unanswered(String containerId, String reason) implements Inspection {}
}
