package io.dispenser.telemetry.app.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of the agent's socket, beside its spools. */
public final class AgentSocket {

    /** What every system takes: Linux has room for 107 bytes, macOS for 103. */
    static final int LONGEST_PATH = 103;

    private static final String FILE = "agent.sock";

    /** With the socket's name in it, it is no longer than {@link #FILE}. */
    private static final String BIRTHPLACE = ".s";

    private static final Set<PosixFilePermission> FOLDER_OF_OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_OF_OWNER = PosixFilePermissions.fromString("rw-------");

    private static final int BACKLOG = 128;

    private AgentSocket() {}

    /**
     * The socket of the agent whose spools are in {@code directory}.
     *
     * @throws IOException if its path is longer than a socket's may be; the message says so
     */
    public static Path in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        int length = file.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("the path " + file + " has " + length + " bytes, and a socket's may have "
                    + LONGEST_PATH + ": a shorter spool_dir is needed");
        }
        return file;
    }

    /** Whether there is an agent, or was, whose spools are in {@code directory}. */
    public static boolean isIn(Path directory) {
        try {
            return Files.exists(in(directory));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A listening socket that its owner alone can reach, in the place of one that a killed agent may have left. Whoever calls
     * holds the spools' lock, so nobody else listens there. It comes to life in a folder that is closed to others and is then
     * renamed: nobody ever finds it with other permissions, or finds none.
     */
    static ServerSocketChannel listen(Path directory) throws IOException {
        Path file = in(directory);
        Path folder = directory.resolve(BIRTHPLACE);
        Path born = folder.resolve("s");
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_OF_OWNER));
            Files.setPosixFilePermissions(folder, FOLDER_OF_OWNER); // it may be a killed agent's
        } catch (UnsupportedOperationException e) {
            throw new IOException("files in " + directory + " have no owner to whom a socket could be left", e);
        }
        Files.deleteIfExists(born);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(born), BACKLOG);
            Files.setPosixFilePermissions(born, FILE_OF_OWNER);
            Files.move(born, file, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(folder);
            return server;
        } catch (IOException e) {
            try (server) {
                Files.deleteIfExists(born);
                Files.deleteIfExists(folder);
            }
            throw e;
        }
    }
}
