package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.storage.FileStore;

class InMemoryFileStoreContractTest extends FileStoreContract {

    private final InMemoryFileStore files = new InMemoryFileStore();

    @Override
    protected FileStore open() {
        return files.anotherClient();
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.REPORTED_AS_UNKNOWN;
    }

    @Override
    protected FileStore openLosingReply() {
        InMemoryFileStore client = files.anotherClient();
        client.failNext(StoreOperation.PUT_IF_ABSENT, path -> true, StoreFault.REPLY_LOST);
        return client;
    }
}
