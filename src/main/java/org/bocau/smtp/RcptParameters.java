package org.bocau.smtp;

import java.util.Map;
import org.bocau.message.Notify;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of RCPT. RFC 3461.
 *
 * @param notices what the sender wants to be told of this recipient
 * @param orcpt the recipient as the first client named it, {@code type;xtext}
 */
record RcptParameters(Notify notices, @Nullable String orcpt) {
    static final RcptParameters NONE = new RcptParameters(Notify.DEFAULT, null);

    /**
     * @param given by keyword in upper case; the value is empty where there was no equals sign
     */
    static RcptParameters of(Map<String, String> given) {
        var notices = Notify.DEFAULT;
        String orcpt = null;
        for (var parameter : given.entrySet()) {
            var value = parameter.getValue();
            switch (parameter.getKey()) {
                case "NOTIFY" -> notices = notices(value);
                case "ORCPT" -> orcpt = DsnText.orcpt(value);
                default -> throw MailParameters.unknown(parameter.getKey());
            }
        }
        return new RcptParameters(notices, orcpt);
    }

    private static Notify notices(String value) {
        try {
            var wanted = Notify.parse(value);
            if (wanted.given()) {
                return wanted;
            }
        } catch (IllegalArgumentException no) {
            // as with no value at all
        }
        throw SmtpRefusal.syntax("NOTIFY is NEVER, or any of SUCCESS, FAILURE and DELAY");
    }
}
