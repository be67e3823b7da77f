package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token instead of a password: OAUTHBEARER (RFC 7628) and XOAUTH2, which Google defined before
 * it. On internal listeners the token is one of {@link Logins#token}, elsewhere an app password. A
 * refusal is told as JSON in a challenge, whatever the client answers to it.
 */
final class BearerMechanism implements SaslMechanism {
    /** What the two have of their own. */
    enum Form {
        XOAUTH2(
                "user=(?<user>[^\u0001]+)\u0001auth=(?i:Bearer) (?<token>[!-~]+)\u0001\u0001",
                "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}"),
        /** RFC 7628 §3.1, §3.2.2; host and port are for those who serve several. */
        OAUTHBEARER(
                "[ny],a=(?<user>[^,\u0001]+),\u0001(?:(?:host|port)=[^\u0001]*\u0001)*"
                        + "auth=(?i:Bearer) (?<token>[!-~]+)\u0001(?:[a-z]+=[^\u0001]*\u0001)*\u0001",
                "{\"status\":\"invalid_token\",\"scope\":\"mail\"}");

        private final Pattern message;
        private final byte[] error;

        Form(String message, String error) {
            this.message = Pattern.compile(message);
            this.error = error.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final Logins logins;
    private final Login from;
    private final boolean internal;
    private final Form form;
    private @Nullable LoginResult failed;

    BearerMechanism(Logins logins, Login from, boolean internal, Form form) {
        this.logins = logins;
        this.from = from;
        this.internal = internal;
        this.form = form;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (failed != null) { // whatever the answer to the error, it is over
            return new Step.Done(failed);
        }
        if (response == null) {
            return new Step.Challenge(new byte[0]);
        }
        var text = SaslText.of(response);
        var message = text == null ? null : form.message.matcher(text);
        if (message == null || !message.matches()) {
            return new Step.Malformed("not a user and a bearer token");
        }
        var user = message.group("user");
        var login = form == Form.XOAUTH2 ? user : ScramMechanism.name(user).orElse("");
        var token = message.group("token");
        var result =
                internal ? logins.token(from, login, token) : logins.bearer(from, login, token);
        if (result instanceof LoginResult.Accepted) {
            return new Step.Done(result);
        }
        failed = result;
        return new Step.Challenge(form.error.clone());
    }
}
