package org.bocau.database;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets for the JDBC driver ({@code socketFactory}) whose long timeouts are watched by one thread
 * once a second, which closes the socket: the driver takes it for a broken connection, as it would
 * a timeout. A timer for each answer of the database, set by a virtual thread, would wake a thread
 * of the JVM's when it is set and when it is taken back.
 */
public final class PatientSockets extends SocketFactory {
    /** Shorter ones are the socket's own: the driver looks whether something has come. */
    private static final int LONG_MILLIS = 2_000;

    private static final Set<Patient> open = ConcurrentHashMap.newKeySet();
    private static final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("database-clockwork").factory());

    static {
        var _ = clockwork.scheduleWithFixedDelay(PatientSockets::check, 1, 1, TimeUnit.SECONDS);
    }

    private static void check() {
        long now = System.nanoTime();
        open.forEach(socket -> socket.check(now));
    }

    @Override
    public Socket createSocket() {
        return new Patient();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(InetAddress.getByName(host), port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(
                new InetSocketAddress(local, localPort), new InetSocketAddress(host, port));
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        return connected(null, address);
    }

    private static Socket connected(@Nullable InetSocketAddress local, InetSocketAddress address)
            throws IOException {
        var socket = new Patient();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(address);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.closeQuietly();
            throw e;
        }
    }

    /** One thread reads at a time. */
    private static final class Patient extends Socket {
        private volatile int patience; // milliseconds; 0: the socket's own timeout counts
        private volatile long since; // nanoTime, when a read began; 0: nobody reads

        Patient() {
            open.add(this);
        }

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            boolean watched = millis >= LONG_MILLIS;
            patience = watched ? millis : 0;
            super.setSoTimeout(watched ? 0 : millis);
        }

        @Override
        public int getSoTimeout() throws SocketException {
            int own = patience;
            return own > 0 ? own : super.getSoTimeout();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Watched(super.getInputStream());
        }

        void check(long now) {
            long begun = since;
            int own = patience;
            if (begun != 0 && own > 0 && now - begun > TimeUnit.MILLISECONDS.toNanos(own)) {
                closeQuietly();
            }
        }

        private void closeQuietly() {
            try {
                close();
            } catch (IOException e) {
                open.remove(this); // closed as far as anybody can
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }

        private final class Watched extends FilterInputStream {
            Watched(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            /** The driver skips what it does not want of an answer, and waits for that, too. */
            @Override
            public long skip(long octets) throws IOException {
                byte[] passed = new byte[Math.clamp(octets, 0, 8 << 10)];
                int read = read(passed, 0, passed.length);
                if (read < 0) {
                    throw new EOFException(); // who skips asks again for what is left
                }
                return read;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                since = System.nanoTime() | 1; // never the 0 that means nobody
                try {
                    return in.read(into, offset, length);
                } finally {
                    since = 0;
                }
            }
        }
    }
}
