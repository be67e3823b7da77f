package org.bocau.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Any octets as a client's commands: each is read to its end or refused, nothing else. */
public final class CommandFuzz {
    private static final int MOST = 50;

    private CommandFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        var sent = new String(octets, StandardCharsets.ISO_8859_1);
        var in = new ImapReader(new FakeInput(sent), new ReaderLimits(8192, 8192, 16384, 65536));
        try {
            for (int n = 0; n < MOST; n++) {
                in.next();
                if (!command(in)) {
                    return;
                }
            }
        } catch (EOFException end) {
            // the client is gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False when the connection would be closed. */
    private static boolean command(ImapReader in) throws IOException {
        try {
            in.tag();
            return !ImapVerb.read(in.sp()).parse(in).getClass().getSimpleName().isEmpty();
        } catch (ImapRefusal refused) {
            var text = String.valueOf(refused.getMessage());
            if (text.isEmpty() || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new AssertionError("no resp-text: " + text, refused);
            }
            return in.resync();
        }
    }
}
