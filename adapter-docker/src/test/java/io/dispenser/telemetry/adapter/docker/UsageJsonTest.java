package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.Counters;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import org.junit.jupiter.api.Test;

/** The documents of engines on both versions of control groups, and of Podman. */
class UsageJsonTest {

    @Test
    void versionOneCountsTheGroupsBelowToo() throws Exception {
        assertThat(usage("""
                {"cpu_stats":{"cpu_usage":{"total_usage":31521808,"percpu_usage":[1,2]},
                              "system_cpu_usage":2208350000000,"online_cpus":2},
                 "memory_stats":{"usage":2519040,"limit":25276063744,
                                 "stats":{"inactive_file":1,"total_inactive_file":1982464}}}""")).isEqualTo(new ResourceUsage("c", new CpuTime(31521808, 2208350000000L, 2), 536576L));
    }

    @Test
    void versionTwo() throws Exception {
        assertThat(usage("""
                {"cpu_stats":{"cpu_usage":{"total_usage":500},"system_cpu_usage":9000,"online_cpus":16},
                 "memory_stats":{"usage":10000000,"stats":{"inactive_file":4000000}}}""")).isEqualTo(new ResourceUsage("c", new CpuTime(500, 9000, 16), 6000000L));
    }

    @Test
    void countersOfVersionOne() throws Exception {
        assertThat(usage("""
                {"pids_stats":{"current":3},
                 "networks":{"eth0":{"rx_bytes":1000,"tx_bytes":20},"eth1":{"rx_bytes":1,"tx_bytes":2}},
                 "memory_stats":{"usage":1,"stats":{"total_inactive_file":0}},
                 "blkio_stats":{"io_service_bytes_recursive":[
                   {"major":8,"minor":0,"op":"Read","value":4096},{"major":8,"minor":0,"op":"Write","value":8192},
                   {"major":8,"minor":0,"op":"Total","value":12288},{"major":8,"minor":16,"op":"Read","value":1}]}}""").counters()).isEqualTo(new Counters(3, 1001L, 22L, 4097L, 8192L));
        assertThat(usage("""
                {"pids_stats":{},"memory_stats":{"usage":1,"stats":{"total_inactive_file":0}},
                 "blkio_stats":{"io_service_bytes_recursive":[]}}""").counters()).as("nobody counts").isEqualTo(Counters.NONE);
    }

    @Test
    void countersOfVersionTwo() throws Exception {
        assertThat(usage("""
                {"pids_stats":{"current":12,"limit":18446744073709551615},
                 "networks":{"eth0":{"rx_bytes":5,"tx_bytes":6}},
                 "memory_stats":{"usage":1,"stats":{"anon":1,"inactive_file":0}},
                 "blkio_stats":{"io_service_bytes_recursive":[
                   {"major":254,"minor":0,"op":"read","value":7},{"major":254,"minor":0,"op":"write","value":8}]}}""").counters()).isEqualTo(new Counters(12, 5L, 6L, 7L, 8L));
        assertThat(usage("""
                {"memory_stats":{"usage":1,"stats":{"anon":1}},"blkio_stats":{"io_service_bytes_recursive":null}}""").counters())
                .as("nothing was read or written so far")
                .isEqualTo(new Counters(null, null, null, 0L, 0L));
    }

    /** An engine without the controller of CPUs answers so of a container that runs. */
    @Test
    void whoRunsHasUsedSome() throws Exception {
        assertThat(usage("""
                {"cpu_stats":{"cpu_usage":{"total_usage":0},"system_cpu_usage":70620000000,"online_cpus":1}}""").cpu()).isNull();
    }

    @Test
    void memoryIsNeverBelowNothing() throws Exception {
        assertThat(usage("{\"memory_stats\":{\"usage\":10,\"stats\":{\"inactive_file\":40}}}")
                        .memoryBytes())
                .isZero();
    }

    @Test
    void anEngineBeforeOnlineCpusListsThem() throws Exception {
        assertThat(usage("""
                {"cpu_stats":{"cpu_usage":{"total_usage":5,"percpu_usage":[2,3,0]},"system_cpu_usage":9}}""").cpu()).isEqualTo(new CpuTime(5, 9, 3));
    }

    @Test
    void podmansClockIsTheTimeOfTheReading() throws Exception {
        assertThat(podmansUsage("""
                {"read":"1970-01-01T00:00:02.000000005Z",
                 "cpu_stats":{"cpu_usage":{"total_usage":5000,"percpu_usage":null},"system_cpu_usage":90000,
                              "online_cpus":4,"cpu":0.2},
                 "precpu_stats":{"cpu_usage":{"total_usage":0},"cpu":0},
                 "memory_stats":{"usage":7000,"max_usage":9000,"limit":1}}""")).isEqualTo(new ResourceUsage("c", new CpuTime(5000, 8_000_000_020L, 4), 7000L));
        assertThat(podmansUsage("{\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":5000}}}"))
                .isEqualTo(new ResourceUsage("c", null, null));
        assertThat(podmansUsage("{\"read\":\"2026-01-01T00:00:00Z\"}")).isEqualTo(new ResourceUsage("c", null, null));
    }

    @Test
    void aStoppedContainerTellsNothing() throws Exception {
        assertThat(usage("""
                {"read":"0001-01-01T00:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{}}""")).isEqualTo(new ResourceUsage("c", null, null));
        assertThat(usage("[]")).isEqualTo(new ResourceUsage("c", null, null));
        assertThat(usage("{\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":18446744073709551615},"
                        + "\"system_cpu_usage\":9}}"))
                .isEqualTo(new ResourceUsage("c", null, null));
    }

    private static ResourceUsage podmansUsage(String json) throws Exception {
        return UsageJson.podmansUsage("c", new ObjectMapper().readTree(json));
    }

    private static ResourceUsage usage(String json) throws Exception {
        return UsageJson.usage("c", new ObjectMapper().readTree(json));
    }
}
