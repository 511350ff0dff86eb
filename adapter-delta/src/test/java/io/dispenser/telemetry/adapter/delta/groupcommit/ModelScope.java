package io.dispenser.telemetry.adapter.delta.groupcommit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How much of everything a model has.
 *
 * @param writers the numbers of each writer's batches, from the first on
 * @param holders how many may act as holder at the same time: one or two
 * @param faults how often each kind of thing may go wrong
 */
record ModelScope(List<List<Long>> writers, int holders, Map<ModelFault, Integer> faults) {

    /** Is given batches. */
    @FunctionalInterface
    interface Batches {

        /**
         * Takes one.
         *
         * @param index of the number among those of its writer
         */
        void batch(int writer, int index, long number);
    }

    /** One writer. */
    static ModelScope of(int holders, Long... numbers) {
        return new ModelScope(List.of(List.of(numbers)), holders, Map.of());
    }

    /** The same with another writer. */
    ModelScope and(Long... numbers) {
        List<List<Long>> all = new ArrayList<>(writers);
        all.add(List.of(numbers));
        return new ModelScope(List.copyOf(all), holders, faults);
    }

    ModelScope holders(int count) {
        return new ModelScope(writers, count, faults);
    }

    /** The same with faults: each of these once more. */
    ModelScope with(ModelFault... more) {
        Map<ModelFault, Integer> all = new EnumMap<>(ModelFault.class);
        all.putAll(faults);
        for (ModelFault each : more) {
            all.merge(each, 1, Integer::sum);
        }
        return new ModelScope(writers, holders, all);
    }

    int budget() {
        int budget = 0;
        for (Map.Entry<ModelFault, Integer> fault : faults.entrySet()) {
            budget = fault.getKey().add(budget, fault.getValue());
        }
        return budget;
    }

    /** A number for each batch of all. */
    int bit(int writer, int index) {
        int bit = index;
        for (int before = 0; before < writer; before++) {
            bit += writers.get(before).size();
        }
        return bit;
    }

    void eachBatch(Batches action) {
        for (int writer = 0; writer < writers.size(); writer++) {
            List<Long> numbers = writers.get(writer);
            for (int index = 0; index < numbers.size(); index++) {
                action.batch(writer, index, numbers.get(index));
            }
        }
    }

    @Override
    public String toString() {
        return "batches " + writers + ", holders " + holders + ", faults " + faults;
    }
}
