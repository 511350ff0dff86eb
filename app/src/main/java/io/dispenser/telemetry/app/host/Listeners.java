package io.dispenser.telemetry.app.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Several listeners in the place of one. */
public final class Listeners {

    private Listeners() {}

    /**
     * A listener whose every call goes to each of {@code listeners}, in their order; what one throws keeps the next from
     * hearing it.
     *
     * @param type an interface whose methods return nothing
     */
    public static <L> L all(Class<L> type, List<? extends L> listeners) {
        List<L> all = List.copyOf(listeners);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(all, arguments);
                    }
                    for (L each : all) {
                        try {
                            method.invoke(each, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                    return null;
                }));
    }
}
