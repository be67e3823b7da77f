package org.bocau.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ports of the loopback interface that nobody has, and that no outgoing connection gets: whoever
 * binds one late must still find it free.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int BEFORE_EPHEMERAL = 32_000;

    private static final int TRIES = 1_000;

    private Ports() {}

    static int free() throws IOException {
        @Nullable BindException last = null;
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEFORE_EPHEMERAL);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw new IOException("no port is free", last);
    }
}
