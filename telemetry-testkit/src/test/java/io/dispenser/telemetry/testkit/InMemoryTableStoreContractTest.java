package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.storage.TableStore;

class InMemoryTableStoreContractTest extends TableStoreContract {

    private final InMemoryTableStore files = new InMemoryTableStore();

    @Override
    protected TableStore open() {
        return files.anotherClient();
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.REPORTED_AS_UNKNOWN;
    }

    @Override
    protected TableStore openLosingReply() {
        InMemoryTableStore client = files.anotherClient();
        client.failNext(StoreOperation.PUT_IF_ABSENT, path -> true, StoreFault.REPLY_LOST);
        return client;
    }
}
