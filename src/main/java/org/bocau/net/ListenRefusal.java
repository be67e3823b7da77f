package org.bocau.net;

/**
 * A service cannot be opened, for a reason that the person who started the server can mend: a port
 * that is taken, a certificate that cannot be read. Its message is one complete sentence.
 */
public final class ListenRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenRefusal(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }
}
