package org.bocau.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Destination;
import org.bocau.account.ListMember;
import org.bocau.account.MailingLists;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;
import org.bocau.message.MimeParser;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.queue.OutboundOctets;
import org.jspecify.annotations.Nullable;

/**
 * A message as a mailing list sends it on. Fields are put on top and those of other lists taken
 * out; subject, authors and body stay as they are, so that a DKIM signature still holds. The
 * envelope sender is the list's own, so that bounces do not reach the author (RFC 5321 §3.9.2).
 *
 * <p>What leaves for other systems is signed by the list's domain, List-Unsubscribe included:
 * one-click counts only so (RFC 8058 §4).
 *
 * <p>Members get copies of their own, or all share one where these would take too much room.
 */
final class ListCopies implements AutoCloseable {
    private static final int MOST_HEADER = 4 << 20; // what SMTP takes, and our trace fields
    private static final int MOST_FIELDS = 10_000;

    /** What the smallest copy is counted as: rows and what is kept of its header. */
    private static final long LEAST_OCTETS = 16 * 1024;

    /** All copies together stay in memory up to here; beyond it they are files. */
    private static final long MEMORY = 4 << 20;

    private final Destination.MailingList list;
    private final ListFields fields;
    private final Spools spools;
    private final List<ListMember> members;
    private final Spool base;
    private final SignedBody signing;
    private final boolean own;
    private final List<Spool> made = new ArrayList<>();
    private @Nullable Filed shared;

    private ListCopies(
            Destination.MailingList list,
            ListFields fields,
            Spools spools,
            List<ListMember> members,
            Spool base,
            SignedBody signing,
            boolean own) {
        this.list = list;
        this.fields = fields;
        this.spools = spools;
        this.members = members;
        this.base = base;
        this.signing = signing;
        this.own = own;
    }

    /**
     * Octets for a mailbox here.
     *
     * @param localOctets how many of them, at the start, are for mailboxes here only
     */
    record Filed(Spool octets, ParsedMessage parsed, int localOctets) {}

    /** A member's copy, and so under which sender it may be sent on. */
    record Membership(ListCopies copies, ListMember member, Filed filed) {
        EmailAddress reversePath() {
            return copies.reversePath(member);
        }

        /**
         * The message as this member got it: what comes back is the list's affair, never its
         * author's, and so is what the author asked to be told (RFC 5321 §3.9.2, RFC 3461
         * §5.2.7.1).
         */
        Inbound received(Inbound message) {
            return new Inbound(
                    message.origin(),
                    reversePath(),
                    message.recipients(),
                    filed.octets(),
                    filed.localOctets(),
                    message.smtpUtf8(),
                    message.eightBit(),
                    message.binary(),
                    message.requests().ofList(),
                    message.verdict());
        }

        /** For another system, with the list's signature. */
        OutboundOctets outbound() throws IOException {
            return copies.outbound(member);
        }
    }

    /**
     * Reads the message once; the caller closes what is made of it.
     *
     * @param members who gets one
     * @param mostOctets that their own copies may take together
     */
    static ListCopies of(
            Destination.MailingList list,
            Inbound message,
            ListFields fields,
            Spools spools,
            DomainKeys keys,
            List<ListMember> members,
            long mostOctets)
            throws IOException {
        var base = spools.create();
        try (var out = base.out();
                var in =
                        new BufferedInputStream(
                                message.octets()
                                        .open(message.localOctets(), message.octets().size()))) {
            HeaderSection.read(in, MOST_HEADER, MOST_FIELDS)
                    .without(ListFields::ofAnyList)
                    .writeTo(out);
            in.transferTo(out);
        } catch (HeaderTooLargeException e) {
            base.close();
            throw new DeliveryRefusal(DeliveryRefusal.Reason.MALFORMED, "Header too large");
        } catch (IOException | RuntimeException e) {
            base.close();
            throw e;
        }
        try {
            long octets = Math.max(base.size(), LEAST_OCTETS) * members.size();
            boolean own = octets <= mostOctets && MailingLists.hasRoom(list.address());
            var signing = keys.body(list.address().domain(), base, 0);
            return new ListCopies(list, fields, spools, members, base, signing, own);
        } catch (RuntimeException e) {
            base.close();
            throw e;
        }
    }

    List<ListMember> members() {
        return members;
    }

    /** False when all members share one copy and one envelope sender. */
    boolean own() {
        return own;
    }

    EmailAddress reversePath(ListMember member) {
        return fields.bounces(list, own ? member : null);
    }

    /** The member's copy for a mailbox here; one for all where they share it. */
    Filed filed(ListMember member) throws IOException {
        if (own) {
            return file(member);
        }
        if (shared == null) {
            shared = file(null);
        }
        return shared;
    }

    /** The member's copy for another system. */
    OutboundOctets outbound(ListMember member) throws IOException {
        byte[] top = fields.of(list, own ? member : null);
        byte[] signatures = DomainKeys.fields(signing.signatures(top));
        return new OutboundOctets(top, base, 0).below(signatures);
    }

    private Filed file(@Nullable ListMember member) throws IOException {
        var spool = member == null ? spools.create() : spools.create(MEMORY / members.size());
        made.add(spool);
        var returnPath =
                ("Return-Path: <" + fields.bounces(list, member) + ">\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        try (var out = spool.out();
                var in = base.open()) {
            out.write(returnPath);
            out.write(fields.of(list, member));
            in.transferTo(out);
        }
        return new Filed(spool, MimeParser.parse(spool), returnPath.length);
    }

    @Override
    public void close() {
        base.close();
        made.forEach(Spool::close);
    }
}
