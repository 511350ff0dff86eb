package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store that can be away for a while. */
final class StoreOutage {

    private final TableStore store;
    private volatile boolean away;
    private volatile int missed;

    StoreOutage(TableStore store) {
        this.store = store;
    }

    /** The store, while it is not away. */
    TableStore store() {
        return (TableStore) Proxy.newProxyInstance(
                TableStore.class.getClassLoader(), new Class<?>[] {TableStore.class}, (proxy, method, arguments) -> {
                    return call(method, arguments);
                });
    }

    void begin() {
        away = true;
    }

    void end() {
        away = false;
    }

    /** Whether anybody noticed. */
    boolean wasMet() {
        return missed > 0;
    }

    private synchronized Object call(Method method, Object[] arguments) throws Throwable {
        if (away && method.getParameterCount() > 0) {
            missed++;
            throw new TableStoreException(StorageError.Reason.UNAVAILABLE, "the store is away", null);
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
