package org.bocau.bench;

import java.io.IOException;

/** One of the servers under load. */
interface MailServer {
    /** In the head of the table. */
    String name();

    void start() throws IOException;

    void stop();

    /** Starts anew, without anything that it kept to be faster the second time. */
    void cold() throws IOException;

    /** Puts the corpus into the INBOX of {@link Role#BIG}, unless it is there already. */
    void load(Corpus corpus) throws IOException;

    int port(boolean tls);

    /** Name and password of an account, as LOGIN takes them. */
    String login(Role role);

    /** Octets of memory of all its processes. */
    long memory() throws IOException;

    /** Connections in IDLE it is asked for: a process for each is not to fill the machine. */
    int mostIdle();

    /** What each account is for. */
    enum Role {
        /** Holds the corpus. */
        BIG,
        /** Takes what is appended; every message is synced to disk before its OK. */
        DURABLE,
        MIXED,
        IDLE
    }

    default ImapClient connect(Role role) throws IOException {
        var client = ImapClient.connect(port(false));
        client.command("LOGIN " + login(role));
        return client;
    }

    /** Connected, logged in, INBOX selected. */
    default ImapClient select(Role role) throws IOException {
        var client = connect(role);
        client.command("SELECT INBOX");
        return client;
    }
}
