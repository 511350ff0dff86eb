package io.dispenser.telemetry.app.command.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.app.socket.AgentClient;
import io.dispenser.telemetry.app.socket.AgentSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The agent whose spools are in a directory, if one runs, asked how it is. */
public final class RunningAgent {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    /** What became of the question. */
    public sealed interface Answer {}

    /** It says how it is. */
    record Health(String json, JsonNode document) implements Answer {}

    /** There is none: {@code evidence} says how that shows. */
    public record Absent(String evidence) implements Answer {}

    /** There is one, or may be, and {@code problem} keeps it from answering. */
    public record Unanswered(String problem) implements Answer {}

    private RunningAgent() {}

    /** That there is none, and what to do: {@code evidence} says how that shows. */
    static String nobody(String evidence) {
        return "no agent runs here (" + evidence
                + "); start one with `dispenser-telemetry run`, or name its configuration with --config";
    }

    /** Asks the agent of {@code directory}. */
    public static Answer ask(Path directory) {
        Path socket = directory;
        try {
            socket = AgentSocket.in(directory);
            if (Files.notExists(socket)) {
                return new Absent("there is no " + socket);
            }
            String json = AgentClient.status(socket, PATIENCE);
            JsonNode document = JSON.readTree(json);
            return document.path("tables").isArray()
                    ? new Health(json, document)
                    : new Unanswered("the agent's answer can't be understood; is it of another version?");
        } catch (JsonProcessingException e) {
            return new Unanswered("the agent's answer can't be understood; is it of another version?");
        } catch (ConnectException e) {
            return new Absent("the socket " + socket + " is left over from one that has ended");
        } catch (IOException e) {
            return new Unanswered(
                    Files.isReadable(directory) && Files.isWritable(socket)
                            ? "the agent at " + socket + " does not answer: " + e.getMessage()
                            : "this user may not open " + socket
                                    + ", which is the agent's own user's: ask as that user, or as root");
        }
    }
}
