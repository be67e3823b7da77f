package org.bocau.testing;

import java.nio.file.Path;

/** What getmail is told: it appends what is new to a file, and leaves it on the server. */
public final class Getmail {
    private Getmail() {}

    /**
     * The contents of a {@code getmailrc}.
     *
     * @param retriever getmail's name for protocol and TLS
     */
    public static String settings(
            String retriever, int port, String user, String password, Path file) {
        return """
        [retriever]
        type = %s
        server = 127.0.0.1
        port = %d
        username = %s
        password = %s
        [destination]
        type = MDA_external
        path = /bin/sh
        arguments = ("-c", "cat >> %s")
        unixfrom = false
        allow_root_commands = true
        [options]
        read_all = false
        delete = false
        """
                .formatted(retriever, port, user, password, file);
    }
}
