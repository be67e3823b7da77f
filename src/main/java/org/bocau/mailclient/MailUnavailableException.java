package org.bocau.mailclient;

import org.jspecify.annotations.Nullable;

/**
 * The mail server does not answer or is out of order: the page says so with a retry, status 503.
 */
public final class MailUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MailUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
