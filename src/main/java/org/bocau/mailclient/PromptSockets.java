package org.bocau.mailclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that send each write at once. The library writes the last line of a message by itself;
 * without TCP_NODELAY it waits for the acknowledgement of what went before, which the other side
 * puts off by 40 ms (RFC 1122 §4.2.3.2 and §4.2.3.4).
 */
class PromptSockets extends SocketFactory {
    static final SocketFactory INSTANCE = new PromptSockets();

    private PromptSockets() {}

    /** Those of one connection, which wants its own octets. */
    static final class Own extends PromptSockets {
        private @Nullable Socket last;

        @Override
        public Socket createSocket() throws IOException {
            last = super.createSocket();
            return last;
        }

        /**
         * What the last one hears.
         *
         * @throws IOException it is closed, or there is none
         */
        InputStream stream() throws IOException {
            var socket = last;
            if (socket == null) throw new SocketException("not connected");
            return socket.getInputStream();
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(
                new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(
                new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    private Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local)
            throws IOException {
        var socket = createSocket();
        try {
            if (local != null) socket.bind(local);
            socket.connect(remote);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }
}
