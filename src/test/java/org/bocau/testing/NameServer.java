package org.bocau.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A recursive resolver on the loopback interface that knows a {@link Zone} and nothing else. */
public final class NameServer implements AutoCloseable {
    private static final int TTL = 300;
    private static final int MAX_ALIASES = 10;

    private final DatagramSocket socket;
    private final Zone zone;

    private NameServer(DatagramSocket socket, Zone zone) {
        this.socket = socket;
        this.zone = zone;
    }

    public static NameServer of(Zone zone) throws IOException {
        var socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        var server = new NameServer(socket, zone);
        Thread.ofPlatform().daemon().name("name-server").start(server::serve);
        return server;
    }

    /** For {@code bocau.dns.servers}. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[4096], 4096);
        while (!socket.isClosed()) {
            try {
                packet.setLength(4096);
                socket.receive(packet);
                var octets = new byte[packet.getLength()];
                System.arraycopy(packet.getData(), packet.getOffset(), octets, 0, octets.length);
                byte[] reply = reply(new Message(octets)).toWire();
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private Message reply(Message query) throws TextParseException {
        var question = query.getQuestion();
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(question, Section.QUESTION);
        var owner = question.getName();
        boolean authentic = true;
        for (int aliases = 0; aliases < MAX_ALIASES; aliases++) {
            var name = owner.toString(true).toLowerCase(Locale.ROOT);
            authentic &= zone.isSigned(name);
            if (zone.failing().contains(name)) {
                reply.getHeader().setRcode(Rcode.SERVFAIL);
                return reply;
            }
            var node = zone.nodes().get(name);
            if (node == null) {
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
                break;
            }
            var records = records(owner, question.getType(), node);
            records.forEach(record -> reply.addRecord(record, Section.ANSWER));
            if (!records.isEmpty() || node.cname().isEmpty()) {
                break;
            }
            var target = name(node.cname().getFirst());
            reply.addRecord(new CNAMERecord(owner, DClass.IN, TTL, target), Section.ANSWER);
            owner = target;
        }
        if (authentic) {
            reply.getHeader().setFlag(Flags.AD);
        }
        return reply;
    }

    private static List<Record> records(Name owner, int type, Zone.Node node)
            throws TextParseException {
        var records = new ArrayList<Record>();
        switch (type) {
            case Type.MX -> {
                for (var mx : node.mx()) {
                    records.add(
                            new MXRecord(owner, DClass.IN, TTL, mx.preference(), name(mx.host())));
                }
            }
            case Type.A, Type.AAAA -> {
                for (var address : node.addresses()) {
                    boolean v4 = address instanceof Inet4Address;
                    if (v4 == (type == Type.A)) {
                        records.add(
                                v4
                                        ? new ARecord(owner, DClass.IN, TTL, address)
                                        : new AAAARecord(owner, DClass.IN, TTL, address));
                    }
                }
            }
            case Type.TXT -> {
                for (var text : node.txt()) {
                    records.add(new TXTRecord(owner, DClass.IN, TTL, strings(text)));
                }
            }
            case Type.PTR -> {
                for (var ptr : node.ptr()) {
                    records.add(new PTRRecord(owner, DClass.IN, TTL, name(ptr)));
                }
            }
            case Type.TLSA -> {
                for (var tlsa : node.tlsa()) {
                    records.add(
                            new TLSARecord(
                                    owner,
                                    DClass.IN,
                                    TTL,
                                    tlsa.usage(),
                                    tlsa.selector(),
                                    tlsa.matching(),
                                    tlsa.data()));
                }
            }
            default -> {} // there are no others
        }
        return records;
    }

    /** A string of a TXT record holds 255 octets at most. RFC 1035 §3.3. */
    private static List<String> strings(String text) {
        var strings = new ArrayList<String>();
        for (int from = 0; from < text.length() || strings.isEmpty(); from += 255) {
            strings.add(text.substring(from, Math.min(text.length(), from + 255)));
        }
        return strings;
    }

    private static Name name(String text) throws TextParseException {
        return text.isEmpty() ? Name.root : Name.fromString(text, Name.root);
    }

    @Override
    public void close() {
        socket.close();
    }
}
