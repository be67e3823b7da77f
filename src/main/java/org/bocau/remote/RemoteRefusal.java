package org.bocau.remote;

import java.io.IOException;

/** We do not ask there, or do not take what came. For the log; readers see that nothing came. */
public final class RemoteRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    RemoteRefusal(String reason) {
        super(reason);
    }
}
