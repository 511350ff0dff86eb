package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a real engine on one machine does not show: other engines, other versions, odd containers. */
class ContainerJsonTest {

    @Test
    void missingPiecesAreDefaults() throws Exception {
        ContainerSnapshot snapshot =
                ContainerJson.snapshot(json("{'Id':'a','Created':'2026-01-02T03:04:05.123456789+02:00'}"));
        assertThat(snapshot)
                .isEqualTo(ContainerSnapshot.builder("a", Instant.parse("2026-01-02T01:04:05.123456789Z"))
                        .build());
    }

    @Test
    void nullsAreDefaultsToo() throws Exception {
        ContainerSnapshot snapshot = ContainerJson.snapshot(json("{'Id':'a','Created':'2026-01-02T03:04:05Z','State':"
                + "{'Status':'running','StartedAt':'0001-01-01T00:00:00Z','Health':null},'Config':{'Labels':null,"
                + "'ExposedPorts':null},'HostConfig':{'PortBindings':{'80/tcp':null},'RestartPolicy':null,'Memory':-1,"
                + "'NanoCpus':0,'CpuQuota':-1},'Mounts':null,'NetworkSettings':{'Networks':null}}"));
        assertThat(snapshot.startedAt()).isNull();
        assertThat(snapshot.health()).isEqualTo(ContainerHealth.NONE);
        assertThat(snapshot.memoryLimitBytes()).isZero();
        assertThat(snapshot.nanoCpus()).isZero();
        assertThat(snapshot.publishedPorts()).isZero();
    }

    @Test
    void aVolumeThatNobodyNamedIsTheSameSettingInTheNextContainer() throws Exception {
        String podmans = "{'Id':'a','Created':'2026-01-02T03:04:05Z','HostConfig':{'Binds':['VOLUME:/data:rw,nodev']}}";
        String unnamed = "0123456789abcdef".repeat(4);
        assertThat(ContainerJson.snapshot(json(podmans.replace("VOLUME", unnamed)))
                        .settings())
                .isEqualTo(ContainerJson.snapshot(json(podmans.replace("VOLUME", unnamed.replace('0', 'f'))))
                        .settings())
                .isNotEqualTo(ContainerJson.snapshot(json(podmans.replace("VOLUME", "named")))
                        .settings());
    }

    @Test
    void quotaWithoutPeriodIsOfTheDefaultPeriod() throws Exception {
        assertThat(ContainerJson.snapshot(
                                json("{'Id':'a','Created':'2026-01-02T03:04:05Z','HostConfig':{'CpuQuota':50000}}"))
                        .nanoCpus())
                .isEqualTo(500_000_000L);
    }

    @Test
    void noNetworkIsNoConnectedNetwork() throws Exception {
        String with = "{'Id':'a','Created':'2026-01-02T03:04:05Z','NetworkSettings':{'Networks':{%s}}}";
        assertThat(ContainerJson.snapshot(json(with.replace("%s", "'none':{}"))).networks())
                .isZero();
        assertThat(ContainerJson.snapshot(json(with.replace("%s", "'host':{}"))).networks())
                .isOne();
        assertThat(ContainerJson.snapshot(json(with.replace("%s", "'a':{},'b':{}")))
                        .networks())
                .isEqualTo(2);
    }

    @Test
    void podmansHealthIsRead() throws Exception {
        ContainerSnapshot snapshot = ContainerJson.snapshot(
                json(
                        "{'Id':'a','Created':'2026-01-02T03:04:05Z',"
                                + "'Image':'" + "b".repeat(64)
                                + "','State':{'Healthcheck':{'Status':'unhealthy','FailingStreak':4,"
                                + "'Log':[{'ExitCode':1,'Output':'one'},{'ExitCode':2,'Output':'two'},{'ExitCode':0,'Output':'ok'}]}}}"));
        assertThat(snapshot.health()).isEqualTo(new ContainerHealth(HealthStatus.UNHEALTHY, 4, "two"));
        assertThat(snapshot.imageId()).isEqualTo("sha256:" + "b".repeat(64));
    }

    @Test
    void unknownWordsElsewhereCostNothing() throws Exception {
        assertThat(ContainerJson.snapshot(
                                json(
                                        "{'Id':'a','Created':'2026-01-02T03:04:05Z','HostConfig':"
                                                + "{'CapAdd':['CAP_OF_TOMORROW'],'RestartPolicy':{'Name':'sometimes'}},'State':{'Status':'resting'}}"))
                        .state())
                .isEqualTo(new ContainerState("resting"));
    }

    @Test
    void nonsenseIsRefused() {
        for (String nonsense : List.of(
                "{}", "[]", "{'Id':'a'}", "{'Id':'a','Created':'yesterday'}", "{'Created':'2026-01-02T03:04:05Z'}")) {
            assertThatThrownBy(() -> ContainerJson.snapshot(json(nonsense)))
                    .as(nonsense)
                    .isInstanceOf(CallFailure.class)
                    .hasMessageContaining("makes no sense");
        }
    }

    @Test
    void ownNameOfALinkedContainer() throws Exception {
        assertThat(summaries("[{'Id':'a','Names':['/web/db','/db'],'Labels':{'k':'v'},'State':'running'},"
                        + "{'Id':'b','Names':[],'Labels':null,'State':'removing'}]"))
                .containsExactly(
                        new ContainerSummary("a", "db", null, Map.of("k", "v"), ContainerState.RUNNING),
                        new ContainerSummary("b", "", null, Map.of(), ContainerState.REMOVING));
    }

    @Test
    void versionsInWords() {
        assertThat(Version.words("Docker/20.10.24+dfsg1 (linux)", "1.41")).isEqualTo("20.10.24, API 1.41");
        assertThat(Version.words("Libpod/4.3.1 (linux)", "1.41")).isEqualTo("Podman 4.3.1, API 1.41");
        assertThat(Version.words(null, "1.52")).isEqualTo("unknown version, API 1.52");
        assertThat(Version.words("nginx", null)).isEqualTo("unknown version");
    }

    @Test
    void whatTheListCallsByAnIdHasNoName() throws Exception {
        String id = "sha256:9c258ba0b1e6" + "0".repeat(52);
        for (String told : List.of(id, "9c258b", "9c258ba0b1e6", "9c258ba0b1e6" + "0".repeat(52))) {
            assertThat(summaries("[{'Id':'a','Names':['/a'],'Image':'" + told + "','ImageID':'" + id + "'}]")
                            .get(0)
                            .image())
                    .as(told)
                    .isNull();
        }
        assertThat(summaries("[{'Id':'a','Image':'facade','ImageID':'" + id + "'}]")
                        .get(0)
                        .image())
                .isEqualTo("facade");
    }

    @Test
    void anElementOfTheListThatCannotBeReadCostsNoOther() throws Exception {
        for (String poison : List.of(
                "{'Names':['/no id']}",
                "7",
                "null",
                "'text'",
                "[]",
                "{'Id': oops}",
                "{'Id':'x','Labels':" + "[".repeat(2000) + "]".repeat(2000) + "}")) {
            assertThat(summaries("[{'Id':'a','Names':['/a']}, " + poison + " , {'Id':'b','Names':['/b']}]"))
                    .as(poison)
                    .extracting(ContainerSummary::id)
                    .containsExactly("a", "b");
        }
        assertThat(summaries(" [ ] ")).isEmpty();
    }

    @Test
    void podmansWordsAreDockersAndUnknownOnesAreThemselves() throws Exception {
        Map<String, String> words = Map.of(
                "initialized",
                "created",
                "stopping",
                "running",
                "stopped",
                "exited",
                "",
                "unknown",
                "resting",
                "resting");
        words.forEach((theirs, ours) ->
                assertThat(ContainerState.ofEngineWord(theirs).columnValue()).isEqualTo(ours));
    }

    @Test
    void aQuotaOfAnySizeIsALimit() throws Exception {
        for (String quota : List.of("10000000000", "9223372036854775807")) {
            assertThat(ContainerJson.snapshot(
                                    json("{'Id':'a','Created':'2026-01-02T03:04:05Z','HostConfig':{'CpuQuota':" + quota
                                            + "}}"))
                            .nanoCpus())
                    .isGreaterThanOrEqualTo(100_000_000_000_000L);
        }
    }

    private static List<ContainerSummary> summaries(String singleQuoted) throws Exception {
        byte[] list = singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ContainerJson.summaries(new DocumentReader(new ByteArrayInputStream(list)));
    }

    private static JsonNode json(String singleQuoted) throws Exception {
        return new ObjectMapper().readTree(singleQuoted.replace('\'', '"'));
    }
}
