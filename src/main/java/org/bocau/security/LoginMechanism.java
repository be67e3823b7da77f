package org.bocau.security;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * LOGIN, as draft-murchison-sasl-login-00 and its clients have it: the prompts are exactly {@code
 * Username:} and {@code Password:}, because some clients compare them. The user name may come as
 * initial response.
 */
final class LoginMechanism implements SaslMechanism {
    private static final byte[] USERNAME = "Username:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);

    private final Logins logins;
    private final Login from;
    private @Nullable String username;

    LoginMechanism(Logins logins, Login from) {
        this.logins = logins;
        this.from = from;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (response == null) {
            return new Step.Challenge(username == null ? USERNAME : PASSWORD);
        }
        var text = SaslText.of(response);
        if (text == null || text.isEmpty() || text.indexOf('\0') >= 0) {
            return new Step.Malformed("empty, with NUL, or not UTF-8");
        }
        if (username == null) {
            username = text;
            return new Step.Challenge(PASSWORD);
        }
        return new Step.Done(logins.password(from, username, text));
    }
}
