package org.bocau.net;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bocau.net.Dns.Answer;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a resolver's message means. RFC 1034 §4.3.2, RFC 2308.
 *
 * @param answer its records are all of the type asked for
 * @param life how long it may be kept
 * @param octets how large the message was
 */
record DnsReply(Answer<Record> answer, Duration life, int octets) {
    /** Aliases of aliases that are followed; the resolver's own bound is about as high. */
    private static final int MAX_ALIASES = 10;

    /** So that a server in trouble is not asked by everybody at once. */
    private static final Duration FAILURE_LIFE = Duration.ofSeconds(5);

    private static final Duration NEGATIVE_LIFE = Duration.ofMinutes(15);

    static DnsReply failure(String reason) {
        return new DnsReply(new Dns.Failure<>(reason), FAILURE_LIFE, 0);
    }

    /**
     * @param trusted the sender's word on DNSSEC is believed
     */
    static DnsReply of(Name asked, int type, Message message, boolean trusted) {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return failure(Rcode.string(rcode));
        }
        var records = message.getSection(Section.ANSWER);
        long life = Long.MAX_VALUE;
        Name owner = asked;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            var found = at(owner, type, records);
            var alias = found.isEmpty() ? at(owner, Type.CNAME, records) : List.<Record>of();
            life = Math.min(life, shortest(found.isEmpty() ? alias : found));
            boolean authentic = trusted && message.getHeader().getFlag(Flags.AD);
            if (!found.isEmpty()) {
                var answer = new Dns.Found<>(text(owner), found, authentic);
                return new DnsReply(answer, Duration.ofSeconds(life), message.numBytes());
            }
            if (alias.isEmpty()) {
                Answer<Record> none =
                        rcode == Rcode.NXDOMAIN
                                ? new Dns.NoDomain<>(authentic)
                                : new Dns.None<>(authentic);
                return new DnsReply(none, negativeLife(message, life), message.numBytes());
            }
            owner = ((CNAMERecord) alias.getFirst()).getTarget();
        }
        return failure("an alias leads nowhere");
    }

    private static List<Record> at(Name owner, int type, List<Record> records) {
        return records.stream()
                .filter(record -> record.getType() == type && record.getName().equals(owner))
                .toList();
    }

    private static long shortest(List<Record> records) {
        return records.stream().mapToLong(Record::getTTL).min().orElse(Long.MAX_VALUE);
    }

    /** RFC 2308 §5: the zone says how long nothing stays nothing. */
    private static Duration negativeLife(Message message, long atMost) {
        long seconds = Math.min(atMost, NEGATIVE_LIFE.toSeconds());
        for (var record : message.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord zone) {
                seconds = Math.min(seconds, Math.min(zone.getTTL(), zone.getMinimum()));
            }
        }
        return Duration.ofSeconds(seconds);
    }

    /** In lower case, without the final dot; the root is empty. */
    static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }
}
