package org.bocau.message;

import java.util.List;
import java.util.Locale;
import org.bocau.message.Parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** A Content-Type field, RFC 2045 §5: type and subtype are tokens in lower case, whatever came. */
record ContentType(String type, String subtype, Parameters parameters) {
    /** RFC 2045 §5.2, what a part without the field is. */
    static final ContentType TEXT =
            new ContentType(
                    "text", "plain", new Parameters(List.of(new Parameter("charset", "us-ascii"))));

    /** RFC 2046 §5.1.5, what it is within a multipart/digest. */
    static final ContentType MESSAGE = new ContentType("message", "rfc822", Parameters.NONE);

    static final ContentType OPAQUE =
            new ContentType("application", "octet-stream", Parameters.NONE);

    private static final int LONGEST_TOKEN = 127; // RFC 6838 §4.2

    /**
     * Empty is as good as absent; anything else that is no type is opaque (clients stop at a
     * malformed BODYSTRUCTURE), but for a bare {@code text}, which old mailers send.
     */
    static ContentType parse(@Nullable String field, ContentType absent) {
        if (field == null || field.isBlank()) {
            return absent;
        }
        int semicolon = field.indexOf(';');
        int end = semicolon < 0 ? field.length() : semicolon;
        var value = withoutComments(field.substring(0, end)).toLowerCase(Locale.ROOT);
        var parameters = Parameters.parse(field, end);
        int slash = value.indexOf('/');
        if (slash < 0) {
            return value.equals("text")
                    ? new ContentType("text", "plain", parameters)
                    : opaque(parameters);
        }
        var type = value.substring(0, slash).strip();
        var subtype = value.substring(slash + 1).strip();
        return isToken(type) && isToken(subtype)
                ? new ContentType(type, subtype, parameters)
                : opaque(parameters);
    }

    private static ContentType opaque(Parameters parameters) {
        return new ContentType(OPAQUE.type, OPAQUE.subtype, parameters);
    }

    /** The same parameters under a type that has no parts: nobody looks into it. */
    ContentType asOpaque() {
        return opaque(parameters);
    }

    ContentType asText() {
        return new ContentType("text", "plain", parameters);
    }

    boolean multipart() {
        return type.equals("multipart");
    }

    /** RFC 2046 §5.2.1, RFC 6532 §3.7: a whole message within. */
    boolean nestedMessage() {
        return type.equals("message") && (subtype.equals("rfc822") || subtype.equals("global"));
    }

    boolean is(String otherType, String otherSubtype) {
        return type.equals(otherType) && subtype.equals(otherSubtype);
    }

    /** RFC 5322 §3.2.2: comments may stand between any two tokens of a structured field. */
    static String withoutComments(String text) {
        if (text.indexOf('(') < 0) {
            return text.strip();
        }
        var out = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            if (text.charAt(at) == '(') {
                at = Parameters.afterComment(text, at);
            } else {
                out.append(text.charAt(at++));
            }
        }
        return out.toString().strip();
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_TOKEN
                && text.chars().allMatch(Ascii::isToken);
    }
}
