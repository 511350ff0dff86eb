package io.dispenser.telemetry.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once all stood in the README. Whoever comes with one of its headings in mind finds what stood there. */
class OldHeadingsTest {

    private static final int LONGEST_README = 150;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "See it work | README.md#see-it-work | demo",
                "Install it | docs/install.md#deb-and-rpm | sudo apt install ./dispenser-telemetry_VERSION",
                "Run it | docs/operate.md#commands | until SIGTERM or SIGINT",
                "Watch it | docs/operate.md#watch-it | through the socket beside its spool",
                "Report a deployment | docs/operate.md#report-a-deployment | sets the label `dispenser.trigger`",
                "Configuration | docs/configure.md#collecting-and-writing | `services_from`",
                "Configuration: templates | docs/configure.md#templates | MiniJinja",
                "Configuration: which containers | docs/configure.md#which-containers-are-managed | One-off containers",
                "Configuration: SIGHUP | docs/configure.md#reading-the-file-again | Under `nohup` SIGHUP is ignored",
                "Configuration: the engine | docs/configure.md#which-engine | `DOCKER_HOST`",
                "The log | docs/operate.md#the-log | journalctl -o cat",
                "Where tables can be | docs/stores/index.md#where-tables-can-be | put-if-absent",
                "Amazon S3 and compatible stores | docs/stores/s3.md#credentials | `AWS_WEB_IDENTITY_TOKEN_FILE`",
                "Google Cloud Storage | docs/stores/gcs.md#credentials | `GOOGLE_APPLICATION_CREDENTIALS`",
                "Azure | docs/stores/azure.md#credentials | `AZURE_FEDERATED_TOKEN_FILE`",
                "Authorities of your own, and proxies | docs/stores/network.md#authorities-of-your-own-and-proxies | `NO_PROXY`",
                "Object lock, versions and retention | docs/stores/index.md#object-lock-versions-and-retention | `Content-MD5`",
                "URIs | docs/stores/index.md#uris | `%20` is a space",
                "Disks without hard links | docs/stores/local.md#disks-without-hard-links | FUSE",
                "Without an account | docs/stores/azure.md#without-an-account | Azurite",
                "Storage adapters of your own | docs/extend.md#storage-adapters-of-your-own | `Dispenser-Storage-Schemes",
                "The two tables | docs/tables.md#the-two-tables | partitioned by `date`",
                "dispenser-deployments | docs/tables.md#dispenser-deployments | `trigger_type`",
                "dispenser-container-status | docs/tables.md#dispenser-container-status | `cpu_percent`",
                "Questions, and where to ask them | docs/analyse.md#questions-and-where-to-ask-them | crash loops",
                "How an event travels | docs/guarantees.md#how-an-event-travels | bounded inbox",
                "The spool | docs/guarantees.md#the-spool | CRC32C",
                "Data management | docs/maintenance.md#what-agents-do | `keep_days`",
                "Embed it | docs/embed.md#embed-it | `recordDurably`",
                "Embed it: an event of your own | docs/extend.md#an-event-of-your-own | DiskUsage",
                "What is API | docs/embed.md#what-is-api | left out of the Javadoc",
                "Swap adapters in tests | docs/extend.md#swap-adapters-in-tests | `ScriptedSink`",
                "Limits | docs/guarantees.md#limits | 100,000 events",
                "Licence | README.md#licence | Apache-2.0"
            })
    void itsContentHasAPage(String heading, String target, String words) {
        String page = target.substring(0, target.indexOf('#'));
        Document document = Document.of(page);
        assertThat(document.anchors()).as(heading).containsKey(target.substring(page.length() + 1));
        assertThat(document.text()).as(heading).contains(words);
    }

    @Test
    void theReadmeIsShort() {
        assertThat(Document.of("README.md").text().lines()).hasSizeLessThanOrEqualTo(LONGEST_README);
    }

    @Test
    void theSitesFirstPageLeadsToAllOthers() {
        Document first = Document.of("docs/index.md");
        assertThat(Document.all().stream()
                        .map(page -> page.path().toString())
                        .filter(page -> page.startsWith("docs/") && !page.startsWith("docs/decisions/"))
                        .filter(page -> !page.equals("docs/index.md"))
                        .map(page -> page.substring("docs/".length())))
                .isSubsetOf(first.links().stream()
                        .map(link -> link.text().replaceFirst("#.*", ""))
                        .toList());
    }

    /** It is the way to all of them: no page is found by its name alone. */
    @Test
    void everyPageIsLinked() {
        assertThat(Document.all().stream()
                        .filter(page -> page.path().startsWith("docs"))
                        .filter(page -> !page.path().startsWith("docs/decisions"))
                        .map(page -> page.path().toString())
                        .filter(page -> !page.equals("docs/index.md")))
                .allSatisfy(page -> assertThat(Document.all())
                        .filteredOn(other -> !other.path().toString().equals(page))
                        .anySatisfy(other -> assertThat(other.links())
                                .anySatisfy(link -> assertThat(other.path()
                                                .resolveSibling(link.text().replaceFirst("#.*", ""))
                                                .normalize())
                                        .hasToString(page))));
    }
}
