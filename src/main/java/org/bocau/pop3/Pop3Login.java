package org.bocau.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.net.Connection;
import org.bocau.net.LineTooLongException;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
import org.bocau.security.SaslMechanism;
import org.jspecify.annotations.Nullable;

/** The AUTHORIZATION state: USER and PASS, or AUTH. RFC 1939 §4, §7; RFC 5034. */
final class Pop3Login {
    /** RFC 5034 §4: what a SASL response may be long. */
    static final int AUTH_LINE = 12288;

    private static final int MOST_FAILURES = 3;

    private final Connection connection;
    private final Pop3Server.Parts parts;
    private final Replies replies;
    private final long deadline;
    private @Nullable String user;
    private LoginResult.@Nullable Accepted entered;
    private int failures;

    Pop3Login(Connection connection, Pop3Server.Parts parts, Replies replies) {
        this.connection = connection;
        this.parts = parts;
        this.replies = replies;
        this.deadline = System.nanoTime() + parts.properties().loginTimeout().toNanos();
    }

    /** What is left of the time to log in. */
    Duration timeLeft() {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    /** True when the client has tried often enough. */
    boolean exhausted() {
        return failures >= MOST_FAILURES;
    }

    boolean passwordAllowed() {
        return parts.access().logins().passwordAllowed(from());
    }

    List<String> mechanisms() {
        return parts.access().mechanisms().offered(from(), connection.internal());
    }

    private Login from() {
        return new Login(
                "pop3", connection.remote(), connection.secure(), connection::channelBinding);
    }

    /** Any name is taken: whether it exists is not told (RFC 1939 §13). */
    void user(String name) {
        requirePasswordAllowed();
        user = name;
    }

    /**
     * Who deletes must be let in still: not whoever has a session by a password of yesterday.
     *
     * @throws Pop3Refusal the password has changed, or the account is disabled
     */
    void requireStillHolds() {
        if (entered == null || !parts.access().logins().stillHolds(entered)) {
            throw Pop3Refusal.of(Pop3Refusal.AUTH, Text.of("log-in-again"));
        }
    }

    /** Forgets a name given in the clear. RFC 2595 §4. */
    void forget() {
        user = null;
    }

    Account password(String password) {
        requirePasswordAllowed();
        var name = user;
        if (name == null) {
            throw Pop3Refusal.mistake("user-first");
        }
        user = null;
        return account(parts.access().logins().password(from(), name, password));
    }

    /** RFC 2595 §2.2: a server may demand TLS before it takes a password. */
    private void requirePasswordAllowed() {
        if (!passwordAllowed()) {
            throw Pop3Refusal.of(Pop3Refusal.AUTH, Text.of("tls-first"));
        }
    }

    Account sasl(String mechanism, @Nullable String initial) throws IOException {
        var exchange = parts.access().mechanisms().start(mechanism, from(), connection.internal());
        if (exchange == null) {
            throw Pop3Refusal.mistake("mechanism-unknown");
        }
        byte @Nullable [] response = initial == null ? null : decode(initial);
        while (true) {
            switch (exchange.next(response)) {
                case SaslMechanism.Step.Done done -> {
                    return account(done.result());
                }
                case SaslMechanism.Step.Malformed _ -> throw Pop3Refusal.mistake("malformed");
                case SaslMechanism.Step.Challenge challenge ->
                        response = answer(challenge.octets());
            }
        }
    }

    private byte[] answer(byte[] challenge) throws IOException {
        replies.challenge(Base64.getEncoder().encodeToString(challenge));
        try {
            var line = connection.readLine(AUTH_LINE, timeLeft());
            if (line == null) {
                throw new EOFException("the client left during AUTH");
            }
            connection.transcript().client("***");
            if (line.text().equals("*")) { // RFC 5034 §4: the client gives up
                throw Pop3Refusal.mistake("cancelled");
            }
            return decode(line.text());
        } catch (LineTooLongException e) {
            throw Pop3Refusal.mistake("response-too-long");
        }
    }

    private static byte[] decode(String base64) {
        if (base64.equals("=")) { // an empty initial response
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Pop3Refusal.mistake("not-base64");
        }
    }

    private Account account(LoginResult result) {
        parts.meters().login(connection.service().name(), result);
        return switch (result) {
            case LoginResult.Accepted accepted -> {
                entered = accepted;
                yield accepted.account();
            }
            case LoginResult.Refused _ -> {
                failures++;
                throw Pop3Refusal.of(Pop3Refusal.AUTH, Text.of("refused"));
            }
            case LoginResult.Throttled _ -> {
                failures++;
                throw Pop3Refusal.of(Pop3Refusal.SYS_TEMP, Text.of("throttled"));
            }
        };
    }
}
