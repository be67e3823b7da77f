package org.bocau.net;

import java.util.List;

/**
 * The open services. {@code port} tells others of this process, such as the webmail, where the
 * internal ones are.
 */
public interface Listeners {
    /**
     * The local port of an open service.
     *
     * @throws IllegalStateException no such service is open
     */
    int port(String service);

    boolean open(String service);

    /** The connections open now, for the console. */
    List<Connection> connections();
}
