package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.net.WriteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a user wrote, one response stays one response. */
class ImapWriterTest {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final WriteBuffer buffer = new WriteBuffer(wire::write);
    private final ImapWriter out = new ImapWriter(buffer);

    private String written() throws IOException {
        buffer.flush();
        return wire.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "INBOX, INBOX",
        "with space, '\"with space\"'",
        "NIL, '\"NIL\"'",
        "a]b, '\"a]b\"'",
        "'a\"b\\c', '\"a\\\"b\\\\c\"'",
        "'', '\"\"'",
        "Thư, Th&AbA-",
        "R&D, R&-D"
    })
    void mailboxNamesAreBareOrQuoted(String name, String expected) throws IOException {
        out.mailbox(name);
        assertThat(written()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | \"plain\"",
                "a\"b | \"a\\\"b\"",
                "thư | {4};thư",
                "a;* BYE | {8};a;* BYE"
            })
    void stringsAreQuotedOrLiterals(String text, String expected) throws IOException {
        out.string(text.replace(";", "\r\n"));
        assertThat(written()).isEqualTo(expected.replace(";", "\r\n"));
    }

    @Test
    void anAlertIsOneLine() throws IOException {
        out.alert("Trà\r\n* BYE\u0000\u0007 chiều \u0085");
        assertThat(written())
                .startsWith("* OK [ALERT] Trà * BYE chiều")
                .endsWith("\r\n")
                .containsOnlyOnce("\r")
                .containsOnlyOnce("\n");
    }

    @Test
    void flagsInAnyNumber() throws IOException {
        out.flags(Flags.NONE, false).raw(" ");
        out.flags(Flags.NONE, true).raw(" ");
        out.flags(new Flags(Flag.SEEN.bit() | Flag.DRAFT.bit(), List.of("$a", "b")), true);
        assertThat(written()).isEqualTo("() (\\Recent) (\\Seen \\Draft $a b \\Recent)");
    }

    @Test
    void aLiteralHasExactlyTheOctetsItAnnounces() throws IOException {
        out.literal(3, new ByteArrayInputStream("abcdef".getBytes(StandardCharsets.US_ASCII)));
        assertThat(written()).isEqualTo("{3}\r\nabc");
        assertThatThrownBy(() -> out.literal(3, new ByteArrayInputStream(new byte[2])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 octets early");
        assertThat(out.lineOpen()).isTrue(); // so nobody writes an answer into it
    }
}
