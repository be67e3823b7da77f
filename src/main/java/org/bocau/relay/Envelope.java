package org.bocau.relay;

import java.util.List;
import java.util.regex.Pattern;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is sent with a message.
 *
 * @param reversePath null is the null reverse-path
 * @param recipients at least one, each address once
 * @param octets how large the message is
 * @param smtpUtf8 an address or a header field needs SMTPUTF8 (RFC 6531)
 * @param body what the octets ask of the transport
 * @param ret {@code FULL} or {@code HDRS}: how much a notice returns (RFC 3461 §4.3)
 * @param envid the sender's envelope id, in xtext as it came (§4.4)
 */
public record Envelope(
        @Nullable EmailAddress reversePath,
        List<Recipient> recipients,
        long octets,
        boolean smtpUtf8,
        Body body,
        @Nullable String ret,
        @Nullable String envid) {
    private static final Pattern RET = Pattern.compile("FULL|HDRS");
    private static final Pattern NOTIFY =
            Pattern.compile("|NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY)){0,2}");
    private static final Pattern XTEXT = Pattern.compile("[!-~]{1,500}");

    /** What is in the octets. */
    public enum Body {
        /** ASCII in lines. */
        SEVEN_BIT,
        /** Octets above 127, in lines (RFC 6152). */
        EIGHT_BIT,
        /** Anything: NUL, bare CR and LF, lines without end (RFC 3030). */
        BINARY
    }

    /**
     * One recipient and its DSN parameters.
     *
     * @param notices the NOTIFY parameter: {@code NEVER}, {@code SUCCESS,FAILURE}…; empty when none
     *     was given (RFC 3461 §4.1)
     * @param orcpt the ORCPT parameter as it came: {@code rfc822;an@example.org} (§4.2)
     */
    public record Recipient(EmailAddress address, String notices, @Nullable String orcpt) {
        public Recipient {
            if (!NOTIFY.matcher(notices).matches()) {
                throw new IllegalArgumentException("NOTIFY cannot be " + notices);
            }
            requireXtext(orcpt);
        }

        public Recipient(EmailAddress address) {
            this(address, "", null);
        }
    }

    public Envelope {
        recipients = List.copyOf(recipients);
        if (ret != null && !RET.matcher(ret).matches()) {
            throw new IllegalArgumentException("RET cannot be " + ret);
        }
        requireXtext(envid);
    }

    /** Without DSN parameters. */
    public static Envelope of(
            @Nullable EmailAddress reversePath,
            List<EmailAddress> recipients,
            long octets,
            boolean smtpUtf8,
            Body body) {
        var to = recipients.stream().map(Recipient::new).toList();
        return new Envelope(reversePath, to, octets, smtpUtf8, body, null, null);
    }

    /** The same message for some of its recipients. */
    Envelope to(List<Recipient> some) {
        return new Envelope(reversePath, some, octets, smtpUtf8, body, ret, envid);
    }

    /** It becomes a word of a command. */
    private static void requireXtext(@Nullable String text) {
        if (text != null && !XTEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("a DSN parameter must be printable ASCII");
        }
    }
}
