package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.port.ChangeListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Writes down what it hears. */
final class RecordingListener implements ChangeListener {

    final List<String> heard = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    final CountDownLatch firstChange = new CountDownLatch(1);

    @Override
    public synchronized void changed(ContainerChange change) {
        heard.add(change.kind() + " " + change.attributes().get("name") + " "
                + change.attributes().get("image"));
        firstChange.countDown();
    }

    @Override
    public synchronized void ended(String reason) {
        ends.add(reason);
    }
}
