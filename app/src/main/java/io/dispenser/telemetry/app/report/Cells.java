package io.dispenser.telemetry.app.report;

import org.jspecify.annotations.Nullable;

/**
 * What the samples of one container come to, bucket by bucket, however many there are and in whatever order they come. Buckets
 * lie in pages, and a page without samples takes no memory.
 */
final class Cells {

    static final int PAGE = 32;

    private @Nullable Page[] pages;
    private int buckets;
    private boolean several;

    Cells(int buckets) {
        this.buckets = buckets;
        this.pages = new @Nullable Page[pages(buckets)];
    }

    private static int pages(int buckets) {
        return (buckets + PAGE - 1) / PAGE;
    }

    /** A run of buckets. */
    static final class Page {
        final byte[] bands = new byte[PAGE];
        final float[] cpuSum = new float[PAGE];
        final int[] cpuCount = new int[PAGE];
        final float[] cpuMax = new float[PAGE];
        final float[] memoryMax = new float[PAGE];
        final boolean[] counted =
                new boolean[PAGE]; // whether a sample tells a count of restarts; the rest is of those that do
        final int[] firstTime = new int[PAGE];
        final int[] lastTime = new int[PAGE];
        final int[] firstCount = new int[PAGE];
        final int[] lastCount = new int[PAGE];
        final int[] firstId = new int[PAGE];
        final int[] lastId = new int[PAGE];
        final int[] restarts = new int[PAGE];
    }

    /** Whether the page of a bucket is there; else {@link #add} makes it. */
    boolean hasPage(int bucket) {
        return pages[bucket / PAGE] != null;
    }

    /** Several containers of this name are there at once, so that another id is no new container. */
    void several() {
        several = true;
    }

    int pageCount() {
        int count = 0;
        for (Page page : pages) {
            count += page == null ? 0 : 1;
        }
        return count;
    }

    /**
     * Takes a sample.
     *
     * @param time of it, in any unit from any moment: the order counts
     * @param id of the container, as a number
     */
    void add(int bucket, byte band, Sample sample, int time, int id) {
        Page page = page(bucket);
        int i = bucket % PAGE;
        page.bands[i] = Bands.worse(page.bands[i], band);
        if (!Double.isNaN(sample.cpu)) {
            page.cpuSum[i] += (float) sample.cpu;
            page.cpuCount[i]++;
            page.cpuMax[i] = Math.max(page.cpuMax[i], (float) sample.cpu);
        }
        page.memoryMax[i] = Math.max(page.memoryMax[i], sample.memory + 1f); // 0 is none
        if (Bands.isInspected(band)) {
            count(page, i, sample.restartCount, time, id);
        }
    }

    private void count(Page page, int i, int count, int time, int id) {
        boolean first = !page.counted[i];
        page.counted[i] = true;
        if (first || time >= page.lastTime[i]) {
            if (!first) {
                page.restarts[i] += increase(page.lastId[i], page.lastCount[i], id, count);
            }
            page.lastTime[i] = time;
            page.lastCount[i] = count;
            page.lastId[i] = id;
        }
        if (first || time < page.firstTime[i]) {
            if (!first) {
                page.restarts[i] += increase(id, count, page.firstId[i], page.firstCount[i]);
            }
            page.firstTime[i] = time;
            page.firstCount[i] = count;
            page.firstId[i] = id;
        }
    }

    /** How many restarts lie between two counts: the engine counts from 0 for a new container, and after a start by hand. */
    private int increase(int idBefore, int before, int idAfter, int after) {
        if (idBefore != idAfter) {
            return several ? 0 : after;
        }
        return after >= before ? after - before : after;
    }

    private Page page(int bucket) {
        Page page = pages[bucket / PAGE];
        if (page == null) {
            page = new Page();
            pages[bucket / PAGE] = page;
        }
        return page;
    }

    /** Makes one bucket of each {@code factor}. */
    void coarsen(int factor) {
        Cells coarse = new Cells((buckets + factor - 1) / factor);
        coarse.several = several;
        for (int bucket = 0; bucket < buckets; bucket++) {
            Page from = pages[bucket / PAGE];
            int i = bucket % PAGE;
            if (from != null && from.bands[i] != 0) {
                coarse.merge(bucket / factor, from, i);
            }
        }
        pages = coarse.pages;
        buckets = coarse.buckets;
    }

    private void merge(int bucket, Page from, int i) {
        Page to = page(bucket);
        int j = bucket % PAGE;
        if (from.counted[i]) {
            mergeCounts(to, j, from, i);
        }
        to.bands[j] = Bands.worse(to.bands[j], from.bands[i]);
        to.cpuSum[j] += from.cpuSum[i];
        to.cpuCount[j] += from.cpuCount[i];
        to.cpuMax[j] = Math.max(to.cpuMax[j], from.cpuMax[i]);
        to.memoryMax[j] = Math.max(to.memoryMax[j], from.memoryMax[i]);
    }

    private void mergeCounts(Page to, int j, Page from, int i) {
        if (to.counted[j]) {
            to.restarts[j] += increase(to.lastId[j], to.lastCount[j], from.firstId[i], from.firstCount[i]);
        } else {
            to.counted[j] = true;
            to.firstTime[j] = from.firstTime[i];
            to.firstCount[j] = from.firstCount[i];
            to.firstId[j] = from.firstId[i];
        }
        to.restarts[j] += from.restarts[i];
        to.lastTime[j] = from.lastTime[i];
        to.lastCount[j] = from.lastCount[i];
        to.lastId[j] = from.lastId[i];
    }

    /** The restarts in each bucket, those between the last sample before it and its first one among them. */
    int[] restarts() {
        return restarts(Integer.MAX_VALUE);
    }

    /**
     * The same, of those that passed unseen in a longer time than {@code span} as many as lie within it, if they were spread evenly.
     *
     * @param span in the unit of {@link #add}'s times
     */
    int[] restarts(int span) {
        int[] restarts = new int[buckets];
        Page before = null;
        int beforeAt = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            Page page = pages[bucket / PAGE];
            int i = bucket % PAGE;
            if (page == null || !page.counted[i]) {
                continue;
            }
            restarts[bucket] = page.restarts[i];
            if (before != null) {
                long between = increase(
                        before.lastId[beforeAt], before.lastCount[beforeAt], page.firstId[i], page.firstCount[i]);
                int unseen = page.firstTime[i] - before.lastTime[beforeAt];
                restarts[bucket] += (int) (unseen <= span ? between : between * span / unseen);
            }
            before = page;
            beforeAt = i;
        }
        return restarts;
    }

    int buckets() {
        return buckets;
    }

    byte band(int bucket) {
        Page page = pages[bucket / PAGE];
        return page == null ? 0 : page.bands[bucket % PAGE];
    }

    /** NaN without a sample that tells it. */
    double cpuMean(int bucket) {
        Page page = pages[bucket / PAGE];
        int i = bucket % PAGE;
        return page == null || page.cpuCount[i] == 0 ? Double.NaN : page.cpuSum[i] / page.cpuCount[i];
    }

    double cpuMax(int bucket) {
        Page page = pages[bucket / PAGE];
        int i = bucket % PAGE;
        return page == null || page.cpuCount[i] == 0 ? Double.NaN : page.cpuMax[i];
    }

    double memoryMax(int bucket) {
        Page page = pages[bucket / PAGE];
        int i = bucket % PAGE;
        return page == null || page.memoryMax[i] == 0 ? Double.NaN : page.memoryMax[i] - 1;
    }
}
