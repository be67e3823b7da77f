package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fetch-att} and {@code section} of RFC 3501 §9. */
class FetchItemTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALL | FLAGS INTERNALDATE RFC822.SIZE ENVELOPE",
                "fast | FLAGS INTERNALDATE RFC822.SIZE",
                "FULL | FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY",
                "UID | UID",
                "(UID flags) | UID FLAGS",
                "BODY[] | BODY[]",
                "body.peek[] | BODY[]",
                "BODY[1.2.3] | BODY[1.2.3]",
                "BODY[1.TEXT] | BODY[1.TEXT]",
                "BODY[1.MIME]<0.5> | BODY[1.MIME]",
                "BODY[HEADER] | BODY[HEADER]",
                "BODY[HEADER.FIELDS (a \"b\" \"c d\")] | BODY[HEADER.FIELDS (a b \"c d\")]",
                "BODY[2.HEADER.FIELDS.NOT (To)] | BODY[2.HEADER.FIELDS.NOT (To)]",
                "(RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE) | RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE",
                "(BODY BODYSTRUCTURE) | BODY BODYSTRUCTURE"
            })
    void reads(String sent, String labels) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        var items = FetchItem.parse(in);
        in.crlf();
        assertThat(items.stream().map(FetchItem::label).collect(Collectors.joining(" ")))
                .isEqualTo(labels);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "()",
                "(UID",
                "(UID )",
                "UIDS",
                "(ALL)",
                "BODY[",
                "BODY[1.]",
                "BODY[.1]",
                "BODY[0]",
                "BODY[1.2.0]",
                "BODY[MIME]",
                "BODY[1.HEADER.FIELDS]",
                "BODY[HEADER.FIELDS ()]",
                "BODY[HEADER.FIELDS (a]",
                "BODY[]<1>",
                "BODY[]<1.0>",
                "BODY[]<1.2",
                "BODY.PEEK",
                "RFC822.PEEK",
                "BODY[TEXT.1]"
            })
    void refuses(String sent) throws IOException {
        var in = FakeInput.reader(sent + "\r\n");
        assertThatThrownBy(
                        () -> {
                            FetchItem.parse(in);
                            in.crlf();
                        })
                .isInstanceOf(ImapRefusal.class);
    }

    @ParameterizedTest
    @CsvSource({
        "BODY[], true",
        "BODY.PEEK[], false",
        "RFC822, true",
        "RFC822.TEXT, true",
        "RFC822.HEADER, false",
        "BODYSTRUCTURE, false"
    })
    void saysWhatMakesAMessageSeen(String sent, boolean seen) throws IOException {
        assertThat(FetchItem.parse(FakeInput.reader(sent + "\r\n")).getFirst().setsSeen())
                .isEqualTo(seen);
    }
}
