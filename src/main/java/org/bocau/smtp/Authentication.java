package org.bocau.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bocau.net.Connection;
import org.bocau.net.LineTooLongException;
import org.bocau.security.LoginResult;
import org.bocau.security.SaslMechanism;
import org.jspecify.annotations.Nullable;

/** One AUTH exchange. RFC 4954. Owned by the session. */
final class Authentication {
    private final Connection connection;
    private final Limits limits;
    private LoginResult.@Nullable Accepted login;

    Authentication(Connection connection, Limits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    /** Who has logged in, after {@link #run} answered 235. */
    LoginResult.@Nullable Accepted login() {
        return login;
    }

    /**
     * Runs the exchange to its end.
     *
     * @param initialResponse base64 as it came, or null
     * @return 235, or why not
     * @throws SmtpRefusal 501: not base64, cancelled, or against the mechanism's grammar
     */
    SmtpReply run(SaslMechanism mechanism, @Nullable String initialResponse) throws IOException {
        byte[] response = initialResponse == null ? null : decode(initialResponse);
        while (true) {
            switch (mechanism.next(response)) {
                case SaslMechanism.Step.Challenge challenge -> response = ask(challenge.octets());
                case SaslMechanism.Step.Malformed malformed ->
                        throw new SmtpRefusal(501, "5.5.2", malformed.why());
                case SaslMechanism.Step.Done done -> {
                    return reply(done.result());
                }
            }
        }
    }

    private byte[] ask(byte[] challenge) throws IOException {
        var line = "334 " + Base64.getEncoder().encodeToString(challenge) + "\r\n";
        connection.out().write(line.getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        var answer = answer();
        connection.transcript().client("***");
        var text = answer.text();
        if (text.equals("*")) { // RFC 4954 §4
            throw new SmtpRefusal(501, "5.7.0", "Authentication cancelled");
        }
        return decode(text);
    }

    private Connection.Line answer() throws IOException {
        try {
            var answer = connection.readLine(Limits.AUTH_LINE, limits.commandTimeout());
            if (answer == null) {
                throw new EOFException("the client left during AUTH");
            }
            return answer;
        } catch (LineTooLongException tooLong) {
            throw new SmtpRefusal(500, "5.5.6", "Line too long"); // RFC 4954 §4, §6
        }
    }

    private SmtpReply reply(LoginResult result) {
        return switch (result) {
            case LoginResult.Accepted accepted -> {
                login = accepted;
                yield SmtpReply.of(235, "2.7.0", "Authentication successful");
            }
            case LoginResult.Refused _ ->
                    SmtpReply.of(535, "5.7.8", "Authentication credentials invalid");
            case LoginResult.Throttled _ ->
                    SmtpReply.of(454, "4.7.0", "Temporary authentication failure, try again later");
        };
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) { // what came is not logged: it may hold a password
            throw new SmtpRefusal(501, "5.5.2", "Not base64");
        }
    }
}
