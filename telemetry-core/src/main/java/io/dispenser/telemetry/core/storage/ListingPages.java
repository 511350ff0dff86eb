package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a listing which a store tells page by page comes to an end, whatever the store, or a proxy before it,
 * answers: no page may begin with a file that another one began with, no token may come twice, and not too many pages in a
 * row may be empty. Memory: a name and a token a page. Not for use by several threads.
 */
public final class ListingPages {

    /** Ten million directories, as the stores tell a thousand of them in a page. */
    public static final int MOST_EMPTY = 10_000;

    private final String where;
    private final Set<String> firstNames = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private int empty;

    /** @param where what is listed, and in which store, for a person */
    public ListingPages(String where) {
        this.where = where;
    }

    /**
     * A page has come, and another one would be asked for.
     *
     * @param firstName the name of its first file; null if it has none
     * @param token what the next page would be asked for with; null if the store gave none
     * @throws TableStoreException if this does not lead to an end
     */
    public void another(@Nullable String firstName, @Nullable String token) throws TableStoreException {
        if (token == null || token.isEmpty()) {
            throw endless("says that there are more files, and not how to ask for them");
        }
        if (!tokens.add(token)) {
            throw endless("names the same next page twice");
        }
        if (firstName == null) {
            empty++;
            if (empty > MOST_EMPTY) {
                throw endless("gives one page without files after the other, " + MOST_EMPTY + " by now");
            }
        } else {
            empty = 0;
            if (!firstNames.add(firstName)) {
                throw endless("gives the page that begins with " + firstName + " again");
            }
        }
    }

    private TableStoreException endless(String what) {
        return new TableStoreException(
                Reason.BROKEN,
                "the list of " + where + " does not end: the store, or a proxy before it, " + what,
                null);
    }
}
