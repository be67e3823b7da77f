package org.bocau.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.core.SocketFactoryFactory;

/** A peer that says nothing, and one that does. */
@Timeout(60)
class PatientSocketsTest {
    private static Socket connect(ServerSocket listening) throws Exception {
        var settings = new Properties();
        settings.setProperty("socketFactory", PatientSockets.class.getName());
        var socket = SocketFactoryFactory.getSocketFactory(settings).createSocket();
        socket.connect(listening.getLocalSocketAddress());
        return socket;
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void aLongSilenceClosesTheSocket() throws Exception {
        try (var server = listening();
                var socket = connect(server);
                var peer = server.accept()) {
            socket.setSoTimeout(2_000);
            assertThat(socket.getSoTimeout()).isEqualTo(2_000);
            peer.getOutputStream().write(7);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void aShortOneIsATimeoutAfterWhichItGoesOn() throws Exception {
        try (var server = listening();
                var socket = connect(server);
                var peer = server.accept()) {
            socket.setSoTimeout(1);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(60_000);
            peer.getOutputStream().write(8);
            assertThat(socket.getInputStream().read()).isEqualTo(8);
        }
    }

    /** The driver skips what it does not want. */
    @Test
    void whoSkipsIsWatchedAsWell() throws Exception {
        try (var server = listening();
                var socket = connect(server);
                var peer = server.accept()) {
            socket.setSoTimeout(2_000);
            peer.getOutputStream().write(new byte[3]);
            assertThat(socket.getInputStream().skip(3)).isEqualTo(3);
            assertThatThrownBy(() -> socket.getInputStream().skip(1))
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void nothingIsSkippedBehindTheEnd() throws Exception {
        try (var server = listening();
                var socket = connect(server);
                var peer = server.accept()) {
            peer.shutdownOutput();
            assertThatThrownBy(() -> socket.getInputStream().skip(1))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void whatIsNotConnectedIsNotWatched() throws Exception {
        int nobody;
        try (var server = listening()) {
            nobody = server.getLocalPort();
        }
        var sockets = new PatientSockets();
        assertThatThrownBy(() -> sockets.createSocket(InetAddress.getLoopbackAddress(), nobody))
                .isInstanceOf(ConnectException.class);
    }
}
