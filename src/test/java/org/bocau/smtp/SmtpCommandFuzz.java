package org.bocau.smtp;

import java.nio.charset.StandardCharsets;

/** Any octets as a line of SMTP: a command or a refusal. */
public final class SmtpCommandFuzz {
    private SmtpCommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        var line = new String(octets, StandardCharsets.ISO_8859_1);
        int end = line.indexOf('\n');
        try {
            var _ = SmtpCommand.parse(end < 0 ? line : line.substring(0, end));
        } catch (SmtpRefusal refused) {
            var text = refused.reply().toString();
            if (text.isEmpty()) {
                throw new AssertionError("no reply", refused);
            }
        }
    }
}
