package io.dispenser.telemetry.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command, configuration and example of every page is taken by what it is meant for. */
class CodeBlocksTest {

    @TempDir
    private Path folder;

    @Test
    void allCodeOfAllPagesIsRight() {
        CodeBlocks blocks = new CodeBlocks(folder);
        assertThat(Document.all().stream().flatMap(document -> blocks.problems(document).stream()))
                .isEmpty();
    }

    /** What nobody reads is less than what somebody does: a block is not marked as text to have its peace. */
    @Test
    void mostBlocksAreRead() {
        List<Fence> blocks = Document.all().stream()
                .flatMap(document -> document.fences().stream())
                .toList();
        assertThat(blocks).hasSizeGreaterThan(40);
        assertThat(blocks)
                .filteredOn(block -> CodeBlocks.UNREAD.containsKey(block.language()))
                .hasSizeLessThan(blocks.size() / 4);
    }

    @Test
    void eachCompiledExampleIsShown() {
        List<String> shown = Document.all().stream()
                .flatMap(document -> document.fences().stream())
                .map(Fence::text)
                .toList();
        assertThat(shown).containsAll(CompiledExamples.java()).contains(CompiledExamples.pom());
    }

    @Test
    void eachCommandHasARow() {
        List<String> rows = Document.of("docs/operate.md").rows("## Commands", "| command | what it does |");
        assertThat(ProgramLines.commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(rows)
                        .as(command)
                        .anySatisfy(row -> assertThat(row).containsPattern("^\\| `" + command + "[ `]")));
        assertThat(rows.stream().flatMap(CodeBlocksTest::problemsOfRow)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh | dispenser-telemetry run --speed 3 | Unknown options: '--speed', '3'",
                "sh | sudo -u agent dispenser-telemetry shew | Unmatched argument at index 0: 'shew'",
                "sh | cd x && ./dispenser-telemetry record --trigger cron | Missing required option: '--service=NAME'",
                "sh | dispenser-telemetri run | there is no command dispenser-telemetri",
                "sh | benchmarks/run flet | benchmarks/run knows no flet",
                "sh | .ci/nothing.sh | there is no command .ci/nothing.sh",
                "sh | ./mvnw -pl adapter-none verify | the build has no adapter-none",
                "sh | ./mvnw -Pnone verify | the build has no none",
                "sh | echo \"open | Unterminated quoted string",
                "toml | [telemetry]\\nenabeld = true | dispenser.toml:2:1 telemetry.enabeld: unknown key; did you mean enabled?",
                "toml | [telemetry.log]\\nlevel = \"loud\" | dispenser.toml:2:9 telemetry.log.level = \"loud\":",
                "toml | [telemetry | dispenser.toml:1:",
                "java | class Own {} | this is none of the examples that are compiled",
                "xml | <version>1</version> | these are not the consumer's coordinates",
                "json | {\"a\": | Unexpected end-of-input",
                "properties | connector.name=delta | no test starts Trino with connector.name=delta",
                "crontab | 61 2 * * * flock x | 61",
                "crontab | 1 2 * * * flok x | there is no command flok",
                "text | dispenser-telemetry tables [-c FILE] [--formt csv] | dispenser-telemetry tables has no --formt",
                "text | dispenser-telemetry tabels | there is no command tabels",
                "cobol | STOP RUN. | nobody reads cobol",
                "'' | whatever | say which language this is",
            })
    void aMistakeInABlockIsFound(String kind, String code, String problem) {
        assertThat(planted("```" + kind + "\n" + code.replace("\\n", "\n") + "\n```\n"))
                .singleElement()
                .asString()
                .startsWith("planted.md:1: ")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dispenser-telemetry maintain --dryrun; Unknown option: '--dryrun'",
                "dispenser-telemetry spool ls|cut; 'cut'",
                "benchmarks/run flet; benchmarks/run knows no flet",
                ".ci/long marx; .ci/long knows no marx",
                "single_writr = true; single_writr = true: no such key",
                "status_interval = 0; telemetry.status_interval = 0",
                "[telemetry.htp]; [telemetry.htp]: no such key",
                "[telemetry.http] listn; [telemetry.http] listn: no such key",
            })
    void aMistakeInALineIsFound(String span, String problem) {
        assertThat(planted("Set\n`" + span + "`, and all is well.\n"))
                .singleElement()
                .asString()
                .startsWith("planted.md:2: ")
                .contains(problem);
    }

    private List<String> planted(String text) {
        return new CodeBlocks(folder).problems(new Document(Path.of("planted.md"), text));
    }

    /** Its first cell names a command and what may follow, its second one options. */
    private static Stream<String> problemsOfRow(String row) {
        Document page = new Document(Path.of("row.md"), row);
        List<String> spans = page.spans().stream().map(Document.Piece::text).toList();
        String command = spans.get(0).replaceAll("[\\[\\]]", " ");
        Stream<String> options = spans.stream().skip(1).filter(span -> span.startsWith("--"));
        return Stream.concat(Stream.of(""), options)
                .flatMap(option ->
                        ProgramLines.problemOfSynopsis(
                                List.of((command + " " + option).strip().split(" +", -1)))
                                .stream());
    }
}
