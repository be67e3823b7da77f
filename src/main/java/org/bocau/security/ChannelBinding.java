package org.bocau.security;

import org.jspecify.annotations.Nullable;

/** What ties a login to the TLS connection it comes over. RFC 5056. */
@FunctionalInterface
public interface ChannelBinding {
    /** A connection that has nothing of the kind. */
    ChannelBinding NONE = _ -> null;

    /**
     * @param type {@code tls-exporter}, {@code tls-server-end-point}…
     * @return null: the connection has none of this type
     */
    byte @Nullable [] data(String type);
}
