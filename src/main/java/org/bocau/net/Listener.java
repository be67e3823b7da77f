package org.bocau.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open service: accepts, and gives each connection to a virtual thread of its own. */
final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 512;

    /** After a failed accept (no descriptors left, for example): no busy loop meanwhile. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Service service;
    private final ServerSocket server;
    private final Sessions sessions;

    private Listener(Service service, ServerSocket server, Sessions sessions) {
        this.service = service;
        this.server = server;
        this.sessions = sessions;
    }

    /**
     * Takes the port; nothing is accepted before {@link #accept}.
     *
     * @param bind for public services; null: all interfaces
     * @throws ListenRefusal the port cannot be had
     */
    static Listener open(Service service, @Nullable InetAddress bind, Sessions sessions) {
        var address =
                service.reach() == Service.Reach.INTERNAL ? InetAddress.getLoopbackAddress() : bind;
        try {
            var server = new ServerSocket();
            try {
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(address, service.port()), BACKLOG);
            } catch (IOException e) {
                server.close();
                throw e;
            }
            return new Listener(service, server, sessions);
        } catch (IOException e) {
            throw new ListenRefusal(sentence(service, e), e);
        }
    }

    private static String sentence(Service service, IOException e) {
        boolean taken =
                e instanceof BindException && String.valueOf(e.getMessage()).contains("in use");
        return taken
                ? "Port %d (%s) is taken by another program."
                        .formatted(service.port(), service.name())
                : "Port %d (%s) cannot be opened: %s."
                        .formatted(service.port(), service.name(), e.getMessage());
    }

    Service service() {
        return service;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Begins to accept, on a thread of its own, until closed. */
    void accept() {
        Thread.ofVirtual().name(service.name() + "-accept").start(this::acceptUntilClosed);
    }

    private void acceptUntilClosed() {
        boolean failing = false;
        while (!server.isClosed()) {
            try {
                admit(server.accept());
                failing = false;
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
                if (!failing) {
                    log.error("{}: cannot accept: {}", service.name(), e.toString());
                    failing = true;
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true); // finds peers that vanished without a word
        } catch (IOException goneAlready) {
            socket.close();
            return;
        }
        if (!sessions.begin(service, socket)) {
            refuse(socket);
        }
    }

    /** One short line into an empty send buffer does not block. */
    private void refuse(Socket socket) throws IOException {
        try (socket) {
            if (service.tls() != Service.Tls.IMPLICIT) {
                byte[] line = (service.refusal() + "\r\n").getBytes(StandardCharsets.UTF_8);
                socket.getOutputStream().write(line);
                socket.shutdownOutput();
            }
        } catch (IOException goneAlready) {
            log.debug("{}: refused peer is gone", service.name());
        }
    }

    /** Accepts no more; connections stay. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
