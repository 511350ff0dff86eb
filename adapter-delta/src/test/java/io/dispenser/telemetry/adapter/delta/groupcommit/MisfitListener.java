package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.GroupCommitListener;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import java.util.ArrayList;
import java.util.List;

/** Remembers which rows did not fit; nothing worse may happen. */
final class MisfitListener implements GroupCommitListener {

    private final List<String> problems = new ArrayList<>();

    /** What was told of rows that do not fit. */
    List<String> problems() {
        return problems;
    }

    @Override
    public void committed(long version, int writers, int rows) {}

    @Override
    public void setAside(InboxName name, String problem) {
        throw new AssertionError(name + ": " + problem);
    }

    @Override
    public void misfit(InboxName name, String problem) {
        problems.add(problem);
    }

    @Override
    public void newerFormat() {
        throw new AssertionError("there is none");
    }

    @Override
    public void undeletable(Exception refusal) {
        throw new AssertionError(refusal);
    }

    @Override
    public void overburdened(int left) {
        throw new AssertionError(left + " files stay");
    }

    @Override
    public void failed(Exception failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void blocked(Exception problem) {
        throw new AssertionError(problem);
    }

    @Override
    public void ended(boolean released) {}
}
