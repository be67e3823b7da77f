package org.bocau.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import javax.security.auth.login.CredentialException;

/**
 * Logs in to a smarthost. RFC 4954. SCRAM-SHA-256 where it is offered, since it does not give the
 * password away, else PLAIN or LOGIN.
 */
final class Authentication {
    private final HostConnection connection;
    private final Timeouts timeouts;
    private final Route.Credentials credentials;

    Authentication(HostConnection connection, Timeouts timeouts, Route.Credentials credentials) {
        this.connection = connection;
        this.timeouts = timeouts;
        this.credentials = credentials;
    }

    /**
     * The last reply: 2yz when it succeeded.
     *
     * @param offered mechanisms
     */
    Reply run(Set<String> offered) throws IOException {
        if (offered.contains("SCRAM-SHA-256")) {
            return scram();
        }
        if (offered.contains("PLAIN")) { // RFC 4616 §2
            return say(
                    "AUTH PLAIN "
                            + base64("\0" + credentials.user() + "\0" + credentials.password()));
        }
        if (offered.contains("LOGIN")) {
            return login();
        }
        return new Reply(454, "4.7.0 The smarthost offers no way to log in that is known here");
    }

    private Reply login() throws IOException {
        var user = say("AUTH LOGIN");
        if (!user.intermediate()) {
            return user;
        }
        var password = say(base64(credentials.user()));
        return password.intermediate() ? say(base64(credentials.password())) : password;
    }

    /** RFC 5802 §5, RFC 7677. */
    private Reply scram() throws IOException {
        var exchange = new ScramClient(credentials);
        var challenge = say("AUTH SCRAM-SHA-256 " + base64(exchange.first()));
        if (!challenge.intermediate()) {
            return challenge;
        }
        try {
            var proven = say(base64(exchange.answer(text(challenge))));
            if (proven.intermediate()) { // RFC 4954 §4: the last word of the server as a challenge
                exchange.verify(text(proven));
                return say("");
            }
            return proven.completed()
                    ? new Reply(454, "4.7.0 The smarthost did not prove that it knows the password")
                    : proven;
        } catch (CredentialException e) {
            say("*"); // RFC 4954 §4: I give up
            return new Reply(454, "4.7.0 " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IOException("no SCRAM-SHA-256 in this Java", e);
        }
    }

    private Reply say(String line) throws IOException {
        return connection.command(line, timeouts.reply());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Reply challenge) throws IOException {
        try {
            return new String(Base64.getDecoder().decode(challenge.text()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("the challenge is not Base64", e);
        }
    }
}
