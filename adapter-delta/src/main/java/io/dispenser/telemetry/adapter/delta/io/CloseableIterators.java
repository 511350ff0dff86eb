package io.dispenser.telemetry.adapter.delta.io;

import io.delta.kernel.utils.CloseableIterator;
import java.util.Iterator;
import java.util.List;

/** Kernel's kind of iterator over a list. */
public final class CloseableIterators {

    private CloseableIterators() {}

    public static <T> CloseableIterator<T> of(List<T> items) {
        Iterator<T> all = items.iterator();
        return new CloseableIterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public T next() {
                return all.next();
            }

            @Override
            public void close() {}
        };
    }
}
