package org.bocau.reading;

import java.time.Instant;
import java.util.List;
import org.bocau.markup.HtmlBody;
import org.bocau.trust.SenderVerdict;
import org.bocau.trust.Suspicion;
import org.jspecify.annotations.Nullable;

/**
 * What is said about an open letter above its body: whether to believe it, its pictures, how to
 * leave its list.
 *
 * @param suspicions the gravest first; nothing where the letter is the reader's own
 * @param invitation what it invites to, or answers
 * @param receipt whom the reader can tell that it was displayed
 * @param hosts where its links lead, each once, in their order
 */
record LetterView(
        SenderVerdict verdict,
        List<Suspicion> suspicions,
        Images images,
        @Nullable Leaving leaving,
        @Nullable InvitationView invitation,
        Receipts.@Nullable Offer receipt,
        List<String> hosts) {
    /** More hosts than these say nothing. */
    private static final int MOST_HOSTS = 12;

    /**
     * Its pictures of other hosts.
     *
     * @param loaded they are shown
     * @param blocked how many are not
     * @param trackers how many were left out because there is nothing to see
     * @param mayAlways the sender is proven, so that showing them always can be offered
     * @param always they are shown because the reader said so once for all of this sender
     */
    record Images(boolean loaded, int blocked, int trackers, boolean mayAlways, boolean always) {
        static final Images NONE = new Images(false, 0, 0, false, false);

        /** True where something of this is worth a line. */
        public boolean any() {
            return blocked > 0 || trackers > 0 || (loaded && always);
        }
    }

    /**
     * How one leaves the list.
     *
     * @param way {@code one-click}, {@code mail} or {@code page}
     * @param to the host or address that is told
     * @param page what to open in the browser; for {@code page} alone
     */
    record Leaving(String way, String to, @Nullable String page, Past past) {}

    /**
     * What the reader did about the list before.
     *
     * @param leftAt null where that is not known, or has not been
     * @param done the reader has left it, by this letter or another one
     * @param still this letter came after that
     */
    record Past(@Nullable Instant leftAt, boolean done, boolean still) {}

    static List<String> hosts(List<HtmlBody.Link> links) {
        return links.stream().map(HtmlBody.Link::host).distinct().limit(MOST_HOSTS).toList();
    }

    /** The mark beside the author: {@code proven}, {@code refuted}… */
    public String standing() {
        return verdict.standing().key();
    }

    public boolean believed() {
        return verdict.believed();
    }
}
