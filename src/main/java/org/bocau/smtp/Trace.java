package org.bocau.smtp;

import java.io.IOException;
import org.bocau.mailauth.Body;
import org.bocau.mailauth.Verdict;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/** The fields that go on top of one message. Each has its line end, the last one too. */
interface Trace {
    /**
     * Before the body has come.
     *
     * @param edited the header section as it will be kept
     * @return null when only the whole message tells; then {@link #late} is asked
     */
    @Nullable String early(HeaderSection edited);

    /**
     * After the end of the data; may take seconds.
     *
     * @param received the header section as it came
     * @throws IOException the body cannot be read back
     */
    String late(HeaderSection received, HeaderSection edited, Body body) throws IOException;

    /** What was found out about the sender on the way; null when nobody looked. */
    @Nullable Verdict verdict();
}
