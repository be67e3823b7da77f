package org.bocau.bench;

import java.io.IOException;
import java.util.Optional;

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

    int port(Service service) throws IOException;

    /** Where it sends mail that is for others. */
    int sinkPort();

    /** Whether mail for others is taken from those who log in only. */
    boolean submissionNeedsLogin();

    /** Who may be named as the sender of such mail. */
    String sender();

    /** How many messages the INBOXes of these accounts of the {@link Crowd} hold. */
    long filed(int from, int to) throws IOException;

    /** Processor time of all its processes so far. */
    double processorMillis();

    /** The database behind it, if it is one of its own. */
    Optional<Pgbench.Database> database() throws IOException;

    /** The webmail in front of it, if there is one; it runs from then on. */
    Optional<Webmail> webmail() throws IOException;

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
        IDLE,
        /** Holds what is downloaded over POP3. */
        POP3,
        /** Sends mail to others. */
        SENDER
    }

    /** What else it listens for. */
    enum Service {
        SMTP,
        SUBMISSION,
        POP3
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
