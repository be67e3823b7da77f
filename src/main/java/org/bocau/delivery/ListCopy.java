package org.bocau.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bocau.account.Destination;
import org.bocau.message.EmailAddress;
import org.bocau.message.MimeParser;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spool;
import org.bocau.message.Spools;

/**
 * A message as a mailing list sends it on: new octets, shared by all members. The envelope sender
 * is the list's own, so that its members' bounces reach who runs it and not the author (RFC 5321
 * §3.9.2).
 *
 * @param localOctets as {@link Inbound#localOctets}
 */
record ListCopy(EmailAddress reversePath, Spool octets, ParsedMessage parsed, int localOctets)
        implements AutoCloseable {

    /** Makes the copy; the caller closes it. */
    static ListCopy of(Destination.MailingList list, Inbound message, Spools spools)
            throws IOException {
        var address = list.address();
        var bounces = new EmailAddress(address.localPart() + "-bounces", address.domain());
        byte[] local = ascii("Return-Path: <" + bounces + ">\r\n");
        var spool = spools.create();
        try (var out = spool.out();
                var original =
                        message.octets().open(message.localOctets(), message.octets().size())) {
            out.write(local);
            // RFC 2919 §3; Precedence is no standard, and what automatic responders look for.
            out.write(ascii("List-Id: <" + id(list) + ">\r\nPrecedence: list\r\n"));
            original.transferTo(out);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        return new ListCopy(bounces, spool, MimeParser.parse(spool), local.length);
    }

    /** True when the message has been through this list already. */
    static boolean hasPassed(Destination.MailingList list, ParsedMessage message) {
        var id = "<" + id(list) + ">";
        return message.listIds().stream().anyMatch(value -> value.endsWith(id));
    }

    /** RFC 2919 §2: the list's name as a domain name below its domain. */
    private static String id(Destination.MailingList list) {
        var address = list.address();
        return (address.localPart() + "." + address.domain()).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        octets.close();
    }

    private static byte[] ascii(String fields) {
        return fields.getBytes(StandardCharsets.UTF_8); // ASCII but for an SMTPUTF8 list address
    }
}
