package io.dispenser.telemetry.app.command.agent;

import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.socket.AgentClient;
import io.dispenser.telemetry.app.socket.AgentSocket;
import io.dispenser.telemetry.app.socket.Reply;
import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.event.TriggerType;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A program outside says that it deployed something. */
@Command(
        name = "record",
        description = "Records a deployment that the agent can't see by itself, through the agent that runs.",
        footer = {
            "",
            "The row has the trigger that is reported, and all else as the service's container is now. When this returns 0,",
            "the row is on the disk and will be in the table, whatever happens to the agent.",
            "",
            "What the agent sees by itself (a container created, updated or restarted) has its row already, and a report is",
            "one more. To tell the trigger of a container that you create, set its label dispenser.trigger instead."
        })
public final class RecordCommand implements Callable<Integer> {

    /** Longer than the agent waits for engine and disk together. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "The service that was deployed.")
    private String service;

    @Option(
            names = "--trigger",
            required = true,
            paramLabel = "WORD",
            converter = TriggerWord.class,
            completionCandidates = TriggerWord.All.class,
            description = "What caused it: ${COMPLETION-CANDIDATES}")
    private TriggerType trigger;

    @Option(
            names = "--container",
            paramLabel = "ID",
            description = "The container, by its name, its id or the beginning of it, where the service has several.")
    private @Nullable String container;

    @Option(names = "--at", paramLabel = "T", description = "When: an instant (2026-03-01T10:00:00Z). Default: now")
    private @Nullable String at;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec and what is required
    public RecordCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        DeploymentReport report = new DeploymentReport(service, container, trigger, instant());
        Reply reply = send(report, spool.directory(context));
        String message = Printable.oneLine(reply.message());
        return switch (reply.outcome()) {
            case RECORDED -> {
                context.out().println("recorded: " + message);
                yield ExitCode.OK;
            }
            case INVALID -> throw new CommandFailure(ExitCode.USAGE, "not recorded: " + message);
            case REFUSED -> throw new CommandFailure(ExitCode.FAILURE, "not recorded: " + message);
            case UNKNOWN ->
                throw new CommandFailure(
                        ExitCode.FAILURE,
                        List.of(
                                "it is not known whether this was recorded: " + message,
                                "Look for the row with `spool cat deployments` and `show deployments` before you report it"
                                        + " again."));
        };
    }

    private static Reply send(DeploymentReport report, Path directory) throws CommandFailure {
        try {
            Path socket = AgentSocket.in(directory);
            if (Files.notExists(socket)) {
                throw nobody("there is no " + socket);
            }
            return AgentClient.send(socket, report, PATIENCE);
        } catch (ConnectException e) {
            throw nobody("the agent of " + directory + " has ended; its socket is left over");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "not recorded: the agent of " + directory + " can't be reached: " + e.getMessage());
        }
    }

    private static CommandFailure nobody(String evidence) {
        return new CommandFailure(ExitCode.FAILURE, "not recorded: " + RunningAgent.nobody(evidence));
    }

    private @Nullable Instant instant() {
        try {
            return at == null ? null : Instant.parse(at);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(), "--at " + at + " is no instant: write it as 2026-03-01T10:00:00Z");
        }
    }

    /** A trigger as it stands in the table. */
    static final class TriggerWord implements ITypeConverter<TriggerType> {

        @Override
        public TriggerType convert(String word) {
            return TriggerType.of(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + word + "' is none of " + String.join(", ", TriggerType.columnValues())));
        }

        /** For the help, and for shells that complete words. */
        static final class All implements Iterable<String> {
            @Override
            public Iterator<String> iterator() {
                return TriggerType.columnValues().iterator();
            }
        }
    }
}
