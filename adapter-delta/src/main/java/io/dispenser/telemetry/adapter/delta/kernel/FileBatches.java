package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnarBatch;

/** The rows of one Parquet file, some at a time. */
interface FileBatches {

    /** The file, as Kernel calls it. */
    String path();

    boolean hasNext();

    ColumnarBatch next();

    void close();
}
