package io.dispenser.telemetry.adapter.delta.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.delta.kernel.exceptions.CommitStateUnknownException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.BrokenFileException;
import io.dispenser.telemetry.adapter.delta.kernel.SenselessPropertyException;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a failure of Kernel or of the store means to a sink, and what a person is told. */
public final class DeltaErrors {

    private final String place;

    /** @param place the table, for a person */
    public DeltaErrors(String place) {
        this.place = place;
    }

    /**
     * Whether a fresh look at the table may settle it at once: a lost race, a commit of unknown outcome or one that was called
     * off, a log that was cleaned or a table that was removed while we held on to it.
     */
    public boolean passesWithAFreshLook(Throwable failure) {
        return failure instanceof ConcurrentWriteException
                || failure instanceof MaxCommitRetryLimitReachedException
                || failure instanceof TableNotFoundException
                || Causes.has(failure, OutdatedCommitException.class)
                || Causes.has(failure, FileNotFoundException.class)
                || leavesOutcomeUnknown(failure);
    }

    /** Whether the commit may have been made all the same. */
    boolean leavesOutcomeUnknown(Throwable failure) {
        return failure instanceof CommitStateUnknownException
                || failure instanceof UncertainCommitException
                || Causes.first(failure, TableStoreException.class)
                        .filter(e -> e.reason() == Reason.OUTCOME_UNKNOWN)
                        .isPresent();
    }

    public SinkException explained(Throwable failure) {
        Optional<TableStoreException> store = Causes.first(failure, TableStoreException.class);
        if (store.isPresent()) {
            TableStoreException e = store.get();
            return e.isRetryable() ? retryable(Causes.text(e), failure) : permanent(Causes.text(e), failure);
        }
        Optional<BrokenFileException> broken = Causes.first(failure, BrokenFileException.class);
        if (broken.isPresent()) {
            return permanent(
                    "its file " + broken.get().path() + " is damaged (" + said(Causes.root(failure))
                            + "); restore it from a copy, or name another directory",
                    failure);
        }
        if (failure instanceof InvalidTableException) {
            return permanent("its log is damaged: " + Causes.text(failure) + "; restore the missing files", failure);
        }
        if (failure instanceof SenselessPropertyException) {
            return permanent(Causes.text(failure), failure);
        }
        if (isCatalogManaged(failure)) {
            return permanent(
                    "a catalog manages it (table feature catalogManaged), and what it holds is known to that catalog only."
                            + " Nothing was changed; name a table that no catalog manages, or have the catalog drop the feature",
                    failure);
        }
        if (failure instanceof UnsupportedTableFeatureException
                || failure instanceof UnsupportedProtocolVersionException
                || failure instanceof UnsupportedOperationException) {
            return permanent(
                    "it uses a feature of Delta that is not supported here: " + feature(failure)
                            + ". Nothing was changed; remove the feature with the engine that set it, or name another directory",
                    failure);
        }
        if (failure instanceof IllegalArgumentException || failure instanceof ArithmeticException) {
            return permanent("Delta Kernel refuses it: " + Causes.text(failure), failure);
        }
        if (passesWithAFreshLook(failure)) {
            return retryable("other writers were faster each time: " + Causes.text(failure), failure);
        }
        if (failure instanceof KernelException) {
            return permanent(Causes.text(failure), failure);
        }
        return retryable(
                "unexpected " + Causes.root(failure).getClass().getSimpleName() + ": "
                        + Causes.text(Causes.root(failure)),
                failure);
    }

    public SinkException permanent(String why, @Nullable Throwable cause) {
        return SinkException.permanent(readable(why), cause);
    }

    private SinkException retryable(String why, Throwable cause) {
        return SinkException.retryable(readable(why), cause);
    }

    /** One line, with the table's place before it, Kernel's address of it replaced, and no object's identity in it. */
    private String readable(String why) {
        return place + ": "
                + Causes.line(why).replace(TablePaths.ROOT + "/", "").replace(TablePaths.ROOT, "the table");
    }

    /** Without the place in a source that nobody has. */
    private static String said(Throwable cause) {
        return cause instanceof JsonProcessingException json
                ? "no JSON: " + Causes.line(json.getOriginalMessage())
                : Causes.text(cause);
    }

    /** Kernel has no exception of its own for it, neither where it loads a table nor where it writes. */
    private static boolean isCatalogManaged(Throwable failure) {
        return failure instanceof RuntimeException && Causes.text(failure).contains("catalogManaged");
    }

    private static String feature(Throwable failure) {
        return failure instanceof UnsupportedTableFeatureException e
                        && !e.getUnsupportedFeatures().isEmpty()
                ? e.getUnsupportedFeatures().stream().sorted().collect(Collectors.joining(", "))
                : Causes.text(failure);
    }
}
