package org.bocau.pop3;

/**
 * The client is refused and told why; not a bug, so no stack trace. Caught in one place, the
 * session loop.
 */
final class Pop3Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The maildrop is another session's. RFC 2449 §8.1.2. */
    static final String IN_USE = "[IN-USE] ";

    /** Wrong credentials, or none may be sent here. RFC 3206 §4. */
    static final String AUTH = "[AUTH] ";

    /** Not the client's fault, and may pass. RFC 3206 §3. */
    static final String SYS_TEMP = "[SYS/TEMP] ";

    private final String code;
    private final transient Text text;
    private final boolean mistake;

    private Pop3Refusal(String code, Text text, boolean mistake) {
        super(code + text.in(Text.ENGLISH), null, false, false);
        this.code = code;
        this.text = text;
        this.mistake = mistake;
    }

    /** The client does not know the protocol: {@code -ERR}, and counted. */
    static Pop3Refusal mistake(String key, Object... arguments) {
        return new Pop3Refusal("", Text.of(key, arguments), true);
    }

    /**
     * A well-formed command that cannot be done.
     *
     * @param code {@link #IN_USE}, {@link #AUTH}, {@link #SYS_TEMP} or empty
     */
    static Pop3Refusal of(String code, Text text) {
        return new Pop3Refusal(code, text, false);
    }

    /** What follows {@code -ERR} and the code. */
    Text text() {
        return text;
    }

    String code() {
        return code;
    }

    /** True when it counts towards the errors a client may make. */
    boolean counts() {
        return mistake;
    }
}
