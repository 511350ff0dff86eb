package io.dispenser.telemetry.app.command;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP: on Unix, what tells a program to read its configuration again. The JDK has no other way to a signal than {@code
 * sun.misc.Signal} of its module {@code jdk.unsupported}; by reflection, since the compiler can't be told to warn of no use.
 */
final class SighupHandler {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private SighupHandler() {}

    /**
     * From now on {@code action} is run at each SIGHUP, in a thread of its own; without this, the JVM would end. Where the
     * signal can't be had, or the process was started to ignore it, a warning says so: the JVM leaves it ignored then.
     */
    static void run(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object running = Proxy.newProxyInstance(
                    SighupHandler.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), running);
            if (handler.getField("SIG_IGN").get(null).equals(before)) {
                LOG.warn(
                        "SIGHUP is ignored here, as under nohup: the configuration can't be reloaded; restart the agent"
                                + " instead, or start it without nohup");
            }
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIGHUP can't be used here, so a new configuration needs a restart: {}", e.toString());
        }
    }
}
