package org.bocau.relay;

import org.jspecify.annotations.Nullable;

/** MAIL and RCPT with the parameters that a host understands. RFC 5321 §4.1.1.2, §4.1.1.3. */
record Commands(Features features, TlsRequirement tls) {

    /**
     * The host cannot carry this message: returned rather than corrupted, unless another host can.
     *
     * @return null when it can
     */
    @Nullable Reply unable(Envelope envelope) {
        if (envelope.smtpUtf8() && !features.offers("SMTPUTF8")) {
            return new Reply(550, "5.6.7 The host does not take SMTPUTF8"); // RFC 6531 §3.5
        }
        boolean carried =
                switch (envelope.body()) {
                    case SEVEN_BIT -> true;
                    case EIGHT_BIT -> features.offers("8BITMIME");
                    case BINARY -> features.offers("BINARYMIME") && features.offers("CHUNKING");
                };
        if (!carried) {
            return new Reply(550, "5.6.3 The host does not take what the message consists of");
        }
        boolean notice = envelope.reversePath() == null; // RFC 8689 §5: not lost for want of it
        if (tls == TlsRequirement.REQUIRED && !notice && !features.offers("REQUIRETLS")) {
            return new Reply(550, "5.7.30 REQUIRETLS support required"); // RFC 8689 §4.2.1
        }
        boolean tooLarge = features.maxSize() > 0 && envelope.octets() > features.maxSize();
        return tooLarge ? new Reply(552, "5.3.4 The message is too large for the host") : null;
    }

    String mail(Envelope envelope) {
        var sender = envelope.reversePath();
        var line =
                new StringBuilder("MAIL FROM:<").append(sender == null ? "" : sender).append('>');
        if (features.offers("SIZE")) {
            line.append(" SIZE=").append(envelope.octets());
        }
        switch (envelope.body()) {
            case SEVEN_BIT -> {}
            case EIGHT_BIT -> line.append(" BODY=8BITMIME");
            case BINARY -> line.append(" BODY=BINARYMIME");
        }
        if (envelope.smtpUtf8()) {
            line.append(" SMTPUTF8");
        }
        if (tls == TlsRequirement.REQUIRED && features.offers("REQUIRETLS")) {
            line.append(" REQUIRETLS");
        }
        if (features.offers("DSN")) {
            append(line, "RET", envelope.ret());
            append(line, "ENVID", envelope.envid());
        }
        return line.toString();
    }

    String rcpt(Envelope.Recipient recipient) {
        var line = new StringBuilder("RCPT TO:<").append(recipient.address()).append('>');
        if (features.offers("DSN")) {
            append(line, "NOTIFY", recipient.notices().isEmpty() ? null : recipient.notices());
            append(line, "ORCPT", recipient.orcpt());
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            line.append(' ').append(name).append('=').append(value);
        }
    }
}
