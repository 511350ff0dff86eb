package io.dispenser.telemetry.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ListingPagesTest {

    private final ListingPages pages = new ListingPages("_delta_log in memory");

    @Test
    void pagesThatGoOnAreFine() throws Exception {
        for (int page = 0; page < 3 * ListingPages.MOST_EMPTY; page++) {
            pages.another(page % 3 == 0 ? "file " + page : null, "token " + page);
        }
    }

    @Test
    void aTokenThatComesAgainIsRefused() throws Exception {
        pages.another("a", "1");
        pages.another("b", "2");
        assertEndless(() -> pages.another("c", "1"), "names the same next page twice");
    }

    @Test
    void aPageThatComesAgainUnderFreshTokensIsRefused() throws Exception {
        pages.another("a", "1");
        pages.another("b", "2");
        assertEndless(() -> pages.another("a", "3"), "the page that begins with a again");
    }

    @Test
    void emptyPagesWithoutEndAreRefused() throws Exception {
        for (int page = 0; page < ListingPages.MOST_EMPTY; page++) {
            pages.another(null, "token " + page);
        }
        assertEndless(() -> pages.another(null, "another"), "one page without files after the other");
    }

    @Test
    void aPageThatIsNotTheLastAndNamesNoNextOneIsRefused() {
        assertEndless(() -> pages.another("a", null), "not how to ask for them");
    }

    private static void assertEndless(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN))
                .hasMessageContaining("the list of _delta_log in memory does not end")
                .hasMessageContaining(why);
    }
}
