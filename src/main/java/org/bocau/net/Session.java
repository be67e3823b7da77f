package org.bocau.net;

import java.io.IOException;

/** One conversation. It runs on its connection's virtual thread, which alone owns its state. */
public interface Session {
    /**
     * Speaks until the peer or the server ends it. The connection is closed by the caller
     * afterwards.
     *
     * @throws IOException the peer is gone; ends quietly
     */
    void run() throws IOException;
}
