package org.bocau.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs run to their end. */
final class Commands {
    private Commands() {}

    /**
     * Runs a program and returns what it printed.
     *
     * @throws IOException it could not be run or failed; the message has its last line
     */
    static String run(Path directory, List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        Path.of(command.getFirst()).getFileName() + " failed: " + last(printed));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return printed;
    }

    private static String last(String printed) {
        return printed.substring(printed.lastIndexOf('\n') + 1);
    }

    /**
     * PostgreSQL refuses to run as root; a user namespace gives it another user id without a change
     * of file owner.
     */
    static List<String> withoutRoot(List<String> command) throws IOException {
        if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return command;
        }
        var unshared = new ArrayList<>(List.of("unshare", "-U"));
        unshared.addAll(command);
        return unshared;
    }
}
