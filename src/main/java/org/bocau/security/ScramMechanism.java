package org.bocau.security;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256 and, bound to the TLS connection, SCRAM-SHA-256-PLUS: the password is never sent,
 * and the client learns that the server knows it. RFC 5802, RFC 7677.
 *
 * <p>A name that is nobody's is asked for a proof like any other, which then is wrong.
 */
final class ScramMechanism implements SaslMechanism {
    private static final String NONCE = "[\\x21-\\x2B\\x2D-\\x7E]+";
    private static final Pattern FIRST =
            Pattern.compile(
                    "(?<header>(?<flag>n|y|p=(?<type>[A-Za-z0-9.-]+)),(?:a=(?<authzid>[^,]+))?,)"
                            + ("(?<bare>n=(?<name>[^,]+),r=(?<nonce>" + NONCE + ")(?:,.*)?)"));
    private static final Pattern LAST =
            Pattern.compile(
                    ("(?<bare>c=(?<binding>[A-Za-z0-9+/=]+),r=(?<nonce>" + NONCE + ")(?:,.*)?)")
                            + ",p=(?<proof>[A-Za-z0-9+/=]+)");

    private final Logins logins;
    private final Login from;
    private final boolean plus;
    private final boolean plusOffered;
    private final Supplier<String> nonces;
    private @Nullable First first;
    private @Nullable LoginResult accepted;

    /** What the first two messages said. */
    private record First(
            String login, String clientBare, String server, String nonce, byte[] binding) {}

    /**
     * @param plus the mechanism with channel binding
     * @param plusOffered the client was told of that one: who says it was not is being deceived
     * @param nonces printable, without commas
     */
    ScramMechanism(
            Logins logins, Login from, boolean plus, boolean plusOffered, Supplier<String> nonces) {
        this.logins = logins;
        this.from = from;
        this.plus = plus;
        this.plusOffered = plusOffered;
        this.nonces = nonces;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (accepted != null) { // the client has looked at our signature
            return new Step.Done(accepted);
        }
        if (response == null) {
            return new Step.Challenge(new byte[0]);
        }
        var text = SaslText.of(response);
        if (text == null) {
            return new Step.Malformed("not UTF-8");
        }
        return first == null ? first(text) : last(text, first);
    }

    private Step first(String text) {
        var message = FIRST.matcher(text);
        if (!message.matches() || message.group("flag").startsWith("p=") != plus) {
            return new Step.Malformed("not gs2-header n=…,r=…");
        }
        var name = name(message.group("name"));
        var authzid = message.group("authzid") == null ? name : name(message.group("authzid"));
        if (name.isEmpty() || authzid.isEmpty()) {
            return new Step.Malformed("not a name");
        }
        var bound = binding(message.group("header"), message.group("type"));
        boolean deceived = message.group("flag").equals("y") && plusOffered;
        if (bound == null || deceived || !name.get().equalsIgnoreCase(authzid.get())) {
            return new Step.Done(logins.refused(from, name.get()));
        }
        var nonce = message.group("nonce") + nonces.get();
        var salt = Base64.getEncoder().encodeToString(logins.salt(name.get()));
        var challenge = "r=" + nonce + ",s=" + salt + ",i=" + ScramKeys.ITERATIONS;
        first = new First(name.get(), message.group("bare"), challenge, nonce, bound);
        return new Step.Challenge(challenge.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 5802 §5.1: a comma is {@code =2C}, an equals sign {@code =3D}. Empty: neither. */
    static Optional<String> name(String saslname) {
        var rest = saslname.replace("=2C", "").replace("=3D", "");
        return rest.indexOf('=') >= 0
                ? Optional.empty()
                : Optional.of(saslname.replace("=2C", ",").replace("=3D", "="));
    }

    /** RFC 5802 §7, cbind-input; null when the connection has not what the client wants. */
    private byte @Nullable [] binding(String header, @Nullable String type) {
        var input = new ByteArrayOutputStream();
        input.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        if (type != null) {
            byte[] data = from.binding().data(type);
            if (data == null) {
                return null;
            }
            input.writeBytes(data);
        }
        return input.toByteArray();
    }

    private Step last(String text, First said) {
        var message = LAST.matcher(text);
        if (!message.matches()) {
            return new Step.Malformed("not c=…,r=…,p=…");
        }
        byte[] binding;
        byte[] shown;
        try {
            binding = Base64.getDecoder().decode(message.group("binding"));
            shown = Base64.getDecoder().decode(message.group("proof"));
        } catch (IllegalArgumentException _) {
            return new Step.Malformed("not base64");
        }
        boolean possible =
                MessageDigest.isEqual(binding, said.binding())
                        && said.nonce().equals(message.group("nonce"));
        var authMessage = said.clientBare() + "," + said.server() + "," + message.group("bare");
        var proof = new ScramProof(authMessage, shown, possible);
        var result = logins.scram(from, said.login(), proof);
        if (result instanceof LoginResult.Accepted) {
            accepted = result;
            var signature = Base64.getEncoder().encodeToString(proof.serverSignature());
            return new Step.Challenge(("v=" + signature).getBytes(StandardCharsets.US_ASCII));
        }
        return new Step.Done(result);
    }
}
