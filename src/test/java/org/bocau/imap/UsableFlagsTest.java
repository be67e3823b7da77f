package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Rights;
import org.bocau.net.WriteBuffer;
import org.junit.jupiter.api.Test;

/** {@code \*} of PERMANENTFLAGS is a promise. RFC 9051 §7.1. */
class UsableFlagsTest {
    private static String permanent(UsableFlags flags) throws IOException {
        var wire = new ByteArrayOutputStream();
        var buffer = new WriteBuffer(wire::write);
        flags.tellPermanent(false, Rights.ALL, new ImapWriter(buffer));
        buffer.flush();
        return wire.toString(StandardCharsets.US_ASCII);
    }

    private static List<String> words(int n) {
        return IntStream.range(0, n).mapToObj(i -> "k" + i).toList();
    }

    @Test
    void newKeywordsAreOfferedWhileThereIsRoom() throws IOException {
        var flags = new UsableFlags(words(Mailbox.MOST_KEYWORDS - 1), true);
        assertThat(permanent(flags)).contains("\\*");
        flags.note(List.of("K0")); // known already
        assertThat(flags.takeGrown()).isFalse();
        assertThat(permanent(flags)).contains("\\*");

        flags.note(List.of("last"));

        assertThat(flags.takeGrown()).isTrue();
        assertThat(flags.takeGrown()).isFalse();
        assertThat(flags.full()).isTrue();
        assertThat(permanent(flags)).contains(" last").doesNotContain("\\*");
    }
}
