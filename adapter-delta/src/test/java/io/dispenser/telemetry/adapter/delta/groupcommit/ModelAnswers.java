package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.Delete;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.Put;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.PutCommit;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox.Content;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the store of the model answers to a request, and what that does to it: all that may happen. */
final class ModelAnswers {

    /** How an answer comes about. */
    enum Course {
        /** As it should be. */
        WELL,
        /** Something goes wrong. */
        FAULT
    }

    /**
     * One of the things that may happen.
     *
     * @param value its number
     * @param next the state afterwards, but for the process that gets the answer
     */
    record Answer(int value, ModelState next, Course course) {}

    private static final List<Integer> BEATS = List.of(1, 2);

    private final ModelState state;
    private final List<Answer> answers = new ArrayList<>();

    private ModelAnswers(ModelState state) {
        this.state = state;
    }

    /** All answers to what a process asks of the store. */
    static List<Answer> to(ModelRequest request, ModelState state) {
        ModelAnswers answers = new ModelAnswers(state);
        answers.answer(request);
        return answers.answers;
    }

    private void well(Object value) {
        well(value, state);
    }

    private void well(Object value, ModelState next) {
        answers.add(new Answer(state.value(value), next, Course.WELL));
    }

    private void fault(ModelFault fault, Object value, ModelState next) {
        answers.add(new Answer(state.value(value), next.spend(fault), Course.FAULT));
    }

    private boolean may(ModelFault fault) {
        return state.left(fault) > 0;
    }

    private void answer(ModelRequest request) {
        if (request instanceof ModelRequest.Names listing) {
            names(listing.mayLag());
        } else if (request instanceof ModelRequest.Read read) {
            well(read.names().stream().map(this::content).toList());
        } else if (request instanceof Put put) {
            put(put);
        } else if (request instanceof Delete delete) {
            delete(delete.names());
        } else if (request instanceof ModelRequest.SetAside aside) {
            setAside(aside.name());
        } else if (request instanceof ModelRequest.Look) {
            well(state.log().view());
        } else if (request instanceof ModelRequest.Commit commit) {
            well(state.log().commit(commit.version()));
        } else if (request instanceof PutCommit commit) {
            put(commit);
        } else if (request instanceof ModelRequest.Rows rows) {
            well(rows.numbers().stream()
                    .filter(number -> state.log().count(rows.writerId(), number) > 0)
                    .toList());
        } else if (request instanceof ModelRequest.Lease lease) {
            lease(lease.file().orElseThrow());
        } else {
            throw new IllegalArgumentException(request.toString());
        }
        if (may(ModelFault.REFUSED)) {
            fault(ModelFault.REFUSED, new ModelIo.NoAnswer(), state.copy());
        }
    }

    private void names(boolean mayLag) {
        List<InboxName> names = state.inbox().stream().map(ModelFile::name).toList();
        well(names);
        if (mayLag && may(ModelFault.LAG)) {
            for (InboxName missing : names) {
                fault(
                        ModelFault.LAG,
                        names.stream().filter(name -> !name.equals(missing)).toList(),
                        state.copy());
            }
        }
    }

    private Content content(InboxName name) {
        return state.inbox().stream()
                .filter(file -> file.name().equals(name))
                .map(ModelFile::content)
                .findFirst()
                .orElse(new Content.Gone(name));
    }

    private void put(Put put) {
        ModelFile file = put.file();
        ModelState there = state.copy().add(file);
        well(true, there);
        if (may(ModelFault.LOST)) {
            fault(ModelFault.LOST, new ModelIo.NoAnswer(), there.copy());
        }
        if (may(ModelFault.LATE)) {
            fault(ModelFault.LATE, new ModelIo.NoAnswer(), state.copy().late(put));
        }
        if (may(ModelFault.DAMAGE)) {
            ModelFile damaged = new ModelFile(file.name(), file.tableId(), file.base(), file.numbers(), true);
            fault(ModelFault.DAMAGE, true, state.copy().add(damaged));
        }
    }

    private void put(PutCommit commit) {
        if (!state.log().takes(commit)) {
            well(false);
            return;
        }
        ModelState taken = state.copy().log(state.log().with(commit, state.hour()));
        well(true, taken);
        if (may(ModelFault.LOST)) {
            fault(ModelFault.LOST, new ModelIo.NoAnswer(), taken.copy());
        }
        if (may(ModelFault.LATE)) {
            fault(ModelFault.LATE, new ModelIo.NoAnswer(), state.copy().late(commit));
        }
    }

    private void delete(List<InboxName> names) {
        names.forEach(this::requireInTable);
        ModelState without = state.copy().remove(names);
        well(true, without);
        if (may(ModelFault.LOST)) {
            fault(ModelFault.LOST, new ModelIo.NoAnswer(), without.copy());
        }
        if (may(ModelFault.REFUSED) && names.size() > 1) {
            fault(ModelFault.REFUSED, new ModelIo.NoAnswer(), state.copy().remove(names.subList(0, 1)));
        }
    }

    /** What is deleted is in the table, or for one that is gone. */
    private void requireInTable(InboxName name) {
        for (ModelFile file : state.inbox()) {
            if (file.name().equals(name)
                    && file.tableId().equals(state.log().tableId())
                    && state.log().number(name.writerId()).orElse(-1) < name.last()
                    && file.numbers().stream().anyMatch(number -> state.log().count(name.writerId(), number) == 0)) {
                throw new ModelViolation("deletes " + name.fileName() + ", which the table does not have");
            }
        }
    }

    private void setAside(InboxName name) {
        for (ModelFile file : state.inbox()) {
            if (file.name().equals(name)
                    && !file.damaged()
                    && file.tableId().equals(state.log().tableId())) {
                throw new ModelViolation("sets " + name.fileName() + " aside, which is good");
            }
        }
        well(true, state.copy().remove(List.of(name)));
    }

    /** A lease says anything: that it was given back, that its beat goes on or not, and which commits to look at. */
    private void lease(InboxName file) {
        well(Optional.empty());
        for (int beat : BEATS) {
            well(Optional.of(new CommitLease(1, "holder", beat, false, List.of(), 0)));
        }
        for (long version : state.log().hints(file)) {
            Hint hint = new Hint(version, Set.of(file.token()));
            well(Optional.of(new CommitLease(1, "holder", 1, false, List.of(hint), 0)));
        }
    }
}
