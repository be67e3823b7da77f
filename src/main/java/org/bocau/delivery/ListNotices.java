package org.bocau.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.bocau.account.Destination;
import org.bocau.account.ListMember;
import org.bocau.account.ListOffice;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.MessageComposer;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.springframework.stereotype.Component;

/** What a list's owners are told. */
@Component
class ListNotices {
    private final Spools spools;
    private final DomainKeys keys;
    private final Clock clock;

    ListNotices(Spools spools, DomainKeys keys, Clock clock) {
        this.spools = spools;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * That members are suspended. RFC 3834: automatic, and with the null reverse-path, so that
     * nothing answers it.
     *
     * @param origin of the bounce that was the one too many
     * @return with a spool that the caller closes
     */
    Inbound suspended(ListClerk.Suspended suspended, Origin origin) throws IOException {
        var list = suspended.list();
        var members = suspended.members();
        var address = list.address();
        var owner =
                new EmailAddress(address.localPart() + ListOffice.OWNER.suffix(), address.domain());
        var text =
                """
                Mail from the mailing list <%s> came back again and again from

                %s

                They stay on the list and get no more mail from it. When an address works
                again, an administrator can reset it on the list's page of the console.
                """
                        .formatted(address, lines(members));
        var who =
                members.size() == 1
                        ? members.getFirst().address().toString()
                        : members.size() + " members";
        var header =
                MessageComposer.field("From", List.of(address(address, "postmaster")))
                        + MessageComposer.field(
                                "To", List.of(new HeaderAddress(null, owner.toString(), null)))
                        + MessageComposer.field("Subject", address + ": suspended: " + who)
                        + "Date: "
                        + MessageComposer.date(clock.instant().atOffset(ZoneOffset.UTC))
                        + "\r\nMessage-ID: "
                        + MessageComposer.messageId(address.domain())
                        + "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\n";
        var returnPath = "Return-Path: <>\r\n";
        var octets = spool(returnPath, header + text.replace("\n", "\r\n"));
        var desk = new Destination.ListDesk(owner, list, ListOffice.OWNER, null);
        boolean eightBit =
                address.internationalized()
                        || members.stream().anyMatch(one -> one.address().internationalized());
        return new Inbound(
                new Origin.Peer(InetAddress.getLoopbackAddress(), "", origin.trace()), // ourselves
                null,
                List.of(new Recipient(owner, desk)),
                octets,
                returnPath.length(),
                eightBit,
                eightBit);
    }

    private static String lines(List<ListMember> members) {
        return members.stream()
                .map(member -> "<" + member.address() + ">")
                .collect(Collectors.joining("\n"));
    }

    private static HeaderAddress address(EmailAddress list, String name) {
        return new HeaderAddress("Bồ Câu", name + "@" + list.domain(), null);
    }

    private Spool spool(String returnPath, String message) throws IOException {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        var spool = spools.create();
        try (var out = spool.out()) {
            out.write(returnPath.getBytes(StandardCharsets.UTF_8));
            out.write(keys.signature(octets));
            out.write(octets);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        return spool;
    }
}
