package io.dispenser.telemetry.adapter.delta.maintenance;

import java.util.Arrays;

/**
 * Paths of files, of which there may be millions: eight bytes are held of each. Two that come to the same number are taken for
 * one, so {@link #mayHold} is right whenever it says no, and wrong about once in some 10<sup>19</sup> comparisons when it says
 * yes. First all are added, then it is asked.
 */
final class PathSet {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long[] numbers = new long[1024];
    private int size;
    private boolean sorted = true;

    void add(String path) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
        }
        numbers[size++] = number(path);
        sorted = false;
    }

    /** Whether {@code path} was added; perhaps also if another was. */
    boolean mayHold(String path) {
        if (!sorted) {
            Arrays.sort(numbers, 0, size);
            sorted = true;
        }
        return Arrays.binarySearch(numbers, 0, size, number(path)) >= 0;
    }

    /** FNV-1a of 64 bits, and then so mixed that each bit of it depends on each character. */
    private static long number(String path) {
        long hash = OFFSET;
        for (int i = 0; i < path.length(); i++) {
            hash = (hash ^ path.charAt(i)) * PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
