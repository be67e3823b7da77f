package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * XOAUTH2 as Google defined it: {@code "user=" {User} ^A "auth=Bearer " {Token} ^A ^A}. The token
 * is one of ours, see {@link Logins#token(org.bocau.account.AccountId)}. A refusal is told as JSON
 * in a challenge, which the client answers with an empty response.
 */
final class Xoauth2Mechanism implements SaslMechanism {
    private static final Pattern MESSAGE =
            Pattern.compile("user=([^\u0001]+)\u0001auth=Bearer ([!-~]+)\u0001\u0001");
    private static final byte[] ERROR =
            "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Logins logins;
    private final Login from;
    private @Nullable LoginResult failed;

    Xoauth2Mechanism(Logins logins, Login from) {
        this.logins = logins;
        this.from = from;
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
        var message = text == null ? null : MESSAGE.matcher(text);
        if (message == null || !message.matches()) {
            return new Step.Malformed("not user=… ^A auth=Bearer … ^A ^A");
        }
        var result = logins.token(from, message.group(1), message.group(2));
        if (result instanceof LoginResult.Accepted) {
            return new Step.Done(result);
        }
        failed = result;
        return new Step.Challenge(ERROR);
    }
}
