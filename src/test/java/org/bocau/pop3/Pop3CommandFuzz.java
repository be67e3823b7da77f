package org.bocau.pop3;

import java.util.Objects;

/** Any octets as a line of POP3: a command or a refusal. */
public final class Pop3CommandFuzz {
    private Pop3CommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            Objects.requireNonNull(Pop3Command.parse(octets));
        } catch (Pop3Refusal refused) {
            Objects.requireNonNull(refused.getMessage());
        }
    }
}
