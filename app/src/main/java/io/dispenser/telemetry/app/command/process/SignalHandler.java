package io.dispenser.telemetry.app.command.process;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals: SIGHUP, which on Unix tells a program to read its configuration again, and SIGWINCH, by which a terminal tells that it has
 * another size. The JDK has no other way to a signal than {@code sun.misc.Signal} of its module {@code jdk.unsupported}; by
 * reflection, since the compiler can't be told to warn of no use.
 */
public final class SignalHandler {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private SignalHandler() {}

    /**
     * From now on {@code action} is run at each SIGHUP, in a thread of its own; without this, the JVM would end. Where the
     * signal can't be had, or the process was started to ignore it, a warning says so: the JVM leaves it ignored then.
     */
    public static void atHangup(Runnable action) {
        try {
            if (isIgnored(handle("HUP", action))) {
                LOG.warn(
                        "SIGHUP is ignored here, as under nohup: the configuration can't be reloaded; restart the agent"
                                + " instead, or start it without nohup");
            }
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIGHUP can't be used here, so a new configuration needs a restart: {}", e.toString());
        }
    }

    /** From now on {@code action} is run, in a thread of its own, when the terminal's size changes; where that is not told, never. */
    static void atResize(Runnable action) {
        try {
            handle("WINCH", action);
        } catch (ReflectiveOperationException e) {
            LOG.debug("the terminal's size is the one of the start: {}", e.toString());
        }
    }

    /** What handled the signal before. */
    private static Object handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object running = Proxy.newProxyInstance(
                SignalHandler.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    action.run();
                    return null;
                });
        return signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), running);
    }

    private static boolean isIgnored(Object before) throws ReflectiveOperationException {
        return Class.forName("sun.misc.SignalHandler")
                .getField("SIG_IGN")
                .get(null)
                .equals(before);
    }
}
