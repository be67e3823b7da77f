package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.bocau.net.WriteBuffer;
import org.junit.jupiter.api.Test;

/** Quirk 27, RFC 9585: a client that waits is told that it does not wait in vain. */
class InProgressTest {
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final WriteBuffer buffer = new WriteBuffer(wire::write);

    private InProgress progress(InProgress.Flush flush) {
        return new InProgress(new ImapWriter(buffer), flush, "a 1", Duration.ofMillis(5));
    }

    @Test
    void tellsUntilTheWorkIsDone() throws IOException {
        var told = new CountDownLatch(3);
        InProgress.Flush flush =
                () -> {
                    buffer.flush();
                    told.countDown();
                };

        var result =
                progress(flush)
                        .during(() -> {
                            told.await();
                            return "done";
                        });

        assertThat(result).isEqualTo("done");
        assertThat(wire.toString(StandardCharsets.US_ASCII))
                .startsWith(
                        "* OK [INPROGRESS (\"a 1\" NIL NIL)] Still working\r\n* OK [INPROGRESS");
    }

    @Test
    void shortWorkIsNotMentioned() throws IOException {
        assertThat(progress(buffer::flush).<Integer>during(() -> 7)).isEqualTo(7);
    }

    @Test
    void refusalsAndBugsComeOutAsTheyAre() {
        assertThatThrownBy(() ->
                        progress(buffer::flush)
                                .during(() -> {
                                    throw ImapRefusal.noSuchMailbox();
                                }))
                .isInstanceOf(ImapRefusal.class);
    }

    @Test
    void aClientThatHasGoneEndsTheWaiting() {
        var never = new CountDownLatch(1);
        assertThatThrownBy(() ->
                        progress(
                                        () -> {
                                            throw new IOException("gone");
                                        })
                                .during(() -> {
                                    never.await();
                                    return "";
                                }))
                .hasMessage("gone");
        never.countDown();
    }
}
