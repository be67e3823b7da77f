package org.bocau.imap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a client sends, from a string; each read gives one octet only, as slow networks do. */
final class FakeInput implements ImapInput {
    private final ByteArrayInputStream octets;
    int invitations;

    FakeInput(String sent) {
        octets = new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A reader with the usual limits at the start of a command. */
    static ImapReader reader(String sent) throws IOException {
        var reader =
                new ImapReader(
                        new FakeInput(sent), new ReaderLimits(65536, 65536, 262144, 1 << 20));
        reader.next();
        return reader;
    }

    @Override
    public byte[] line(int maxOctets) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet; (octet = octets.read()) != '\n'; ) {
            if (octet < 0) {
                throw new EOFException();
            }
            line.write(octet);
        }
        byte[] all = line.toByteArray();
        int size = all.length > 0 && all[all.length - 1] == '\r' ? all.length - 1 : all.length;
        return java.util.Arrays.copyOf(all, size);
    }

    @Override
    public InputStream octets(long size) {
        return new InputStream() {
            @Override
            public int read() {
                return octets.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return octets.read(into, offset, Math.min(length, 1));
            }
        };
    }

    @Override
    public void invite() {
        invitations++;
    }
}
