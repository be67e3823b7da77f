package org.bocau.relay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection to another host's SMTP service: command out, whole reply in, everything bounded. */
final class HostConnection implements AutoCloseable {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 200;

    private final Socket raw = new Socket();
    private final String host;
    private final Thread watchdog;
    private volatile boolean done;
    private Socket socket = raw;
    private InputStream in;
    private OutputStream out;
    private List<String> lastLines = List.of();

    HostConnection(InetSocketAddress address, Timeouts timeouts) throws IOException {
        this.host = address.getHostString();
        raw.setTcpNoDelay(true);
        raw.connect(address, Math.toIntExact(timeouts.connect().toMillis()));
        this.in = new BufferedInputStream(raw.getInputStream());
        this.out = new BufferedOutputStream(raw.getOutputStream(), 8192);
        this.watchdog =
                Thread.ofVirtual()
                        .name("relay-watch-" + host)
                        .start(() -> closeAfter(timeouts.attempt()));
    }

    /** A host that does not read what we write would block us: no read deadline ends that. */
    private void closeAfter(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !done; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        closeQuietly();
    }

    /** Sends one line and reads the reply to it. */
    Reply command(String line, Duration within) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return reply(within);
    }

    /** Where the data goes. */
    OutputStream out() {
        return out;
    }

    /**
     * Reads one reply. RFC 5321 §4.2.1.
     *
     * @throws IOException it is none, has no end, or does not come in time
     */
    Reply reply(Duration within) throws IOException {
        long until = System.nanoTime() + within.toNanos();
        var lines = new ArrayList<String>();
        while (lines.size() < MAX_LINES) {
            var line = line(until);
            if (!line.matches("(?s)[2-5][0-9][0-9]([ -].*)?")) {
                throw new IOException(host + " sent no SMTP reply");
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                lastLines = lines;
                return new Reply(Integer.parseInt(line, 0, 3, 10), String.join(" ", lines));
            }
        }
        throw new IOException(host + " sent a reply without end");
    }

    /** The lines of the last reply, without their codes. */
    List<String> lastLines() {
        return lastLines;
    }

    private String line(long until) throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new IOException(host + " did not reply in time");
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            int octet = in.read();
            if (octet < 0) {
                throw new IOException(host + " closed the connection");
            }
            if (octet == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            if (line.size() == MAX_LINE) {
                throw new IOException(host + " sent a line without end");
            }
            line.write(octet);
        }
    }

    /**
     * Upgrades to TLS.
     *
     * @param verify the certificate must be valid for the host
     * @throws IOException the handshake failed, or the host sent more than its 220 in the clear
     */
    void startTls(SSLSocketFactory factory, boolean verify) throws IOException {
        if (in.available() > 0) { // what is not protected must not count afterwards
            throw new IOException(host + " sent octets before the TLS handshake");
        }
        var tls = (SSLSocket) factory.createSocket(raw, host, raw.getPort(), true);
        if (verify) {
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
        }
        tls.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        out = new BufferedOutputStream(tls.getOutputStream(), 8192);
    }

    @Override
    public void close() {
        done = true;
        LockSupport.unpark(watchdog);
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            raw.close();
        } catch (IOException e) {
            // closed as far as anybody can
        }
    }
}
