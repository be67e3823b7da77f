package org.bocau.markup;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * Tells pictures that are there to be loaded from pictures that are there to be seen: too small for
 * eyes, hidden, or at an address that services for counting readers use.
 */
final class Trackers {
    private static final Pattern TINY = Pattern.compile("\\s*[01](?:\\.0+)?\\s*(?:px)?\\s*");
    private static final Pattern HIDDEN =
            Pattern.compile(
                    "(?i)(?:^|[;\\s])(?:(?:max-)?(?:width|height)\\s*:\\s*[01](?:px)?\\s*(?:!important\\s*)?(?:;|$)"
                            + "|display\\s*:\\s*none|visibility\\s*:\\s*hidden|opacity\\s*:\\s*0(?:\\.0+)?\\s*(?:;|$))");

    /** Addresses of services that count readers; their other pictures are elsewhere. */
    private static final Pattern SERVICE =
            Pattern.compile(
                    "(?i)https?://[^?#]*?(?:"
                            + "/wf/open\\b" // SendGrid
                            + "|list-manage\\.com/track/open|mandrillapp\\.com/track/open"
                            + "|/e2t/o/|/e3t/cto/|track\\.hubspot" // HubSpot
                            + "|customeriomail\\.com/e/o/|customer\\.io/e/o/"
                            + "|mailtrack\\.io/|emltrk\\.com/|yesware\\.com/t/|bananatag\\.com/"
                            + "|mixmax\\.com/api/track|streak\\.com/p?open|superhuman\\.com/_open"
                            + "|google-analytics\\.com/|doubleclick\\.net/|facebook\\.com/tr\\b"
                            + "|awstrack\\.me/I0/|exct\\.net/open|/track/open|/open\\.php\\?|/open\\.gif|/pixel\\.(?:gif|png)|/trackopen)");

    private Trackers() {}

    /**
     * @param address of http or https, where the element's picture is
     */
    static boolean isTracker(Element image, String address) {
        return isTiny(image.attr("width"))
                || isTiny(image.attr("height"))
                || HIDDEN.matcher(image.attr("style").toLowerCase(Locale.ROOT)).find()
                || SERVICE.matcher(address).lookingAt();
    }

    private static boolean isTiny(String length) {
        return TINY.matcher(length).matches();
    }
}
