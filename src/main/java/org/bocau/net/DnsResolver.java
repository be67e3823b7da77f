package org.bocau.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * {@link Dns} by recursive resolvers, over UDP and, where an answer is cut off, TCP. Answers are
 * kept as long as their TTL allows, bounded in octets; failures for seconds.
 */
final class DnsResolver implements Dns {
    private static final Logger log = LoggerFactory.getLogger(DnsResolver.class);
    private static final int MAX_SERVERS = 3;
    private static final int DNS_PORT = 53;
    private static final int UDP_OCTETS = 1232; // fits the smallest IPv6 path whole
    private static final int ENTRY_OCTETS = 256; // what keeping costs beside the message

    private final List<SimpleResolver> servers;
    private final DnsProperties properties;
    private final boolean trusted;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Cache<Question, Kept> cache;
    private final boolean anew;

    private record Question(Name name, int type) {}

    private record Kept(DnsReply reply, Instant until) {}

    DnsResolver(DnsProperties properties, Clock clock, MeterRegistry meters) {
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
        var addresses = addresses(properties);
        this.servers = addresses.stream().map(this::resolver).toList();
        this.trusted =
                switch (properties.dnssec()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case LOOPBACK ->
                            addresses.stream()
                                    .allMatch(server -> server.getAddress().isLoopbackAddress());
                };
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(properties.cacheSize().toBytes())
                        .<Question, Kept>weigher((_, kept) -> ENTRY_OCTETS + kept.reply().octets())
                        .build();
        this.anew = false;
    }

    private DnsResolver(DnsResolver kept) {
        this.properties = kept.properties;
        this.clock = kept.clock;
        this.meters = kept.meters;
        this.servers = kept.servers;
        this.trusted = kept.trusted;
        this.cache = kept.cache;
        this.anew = true;
    }

    @Override
    public Dns anew() {
        return new DnsResolver(this);
    }

    private static List<InetSocketAddress> addresses(DnsProperties properties) {
        var given = properties.servers().stream().map(DnsResolver::server).toList();
        return (given.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : given)
                .stream().limit(MAX_SERVERS).toList();
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        boolean port =
                colon > 0
                        && (text.startsWith("[")
                                ? text.charAt(colon - 1) == ']'
                                : text.indexOf(':') == colon);
        var host = (port ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(
                InetAddress.ofLiteral(host),
                port ? Integer.parseInt(text.substring(colon + 1)) : DNS_PORT);
    }

    private SimpleResolver resolver(InetSocketAddress server) {
        var resolver = new SimpleResolver(server);
        resolver.setTimeout(properties.timeout());
        resolver.setEDNS(0, UDP_OCTETS, 0, List.of());
        return resolver;
    }

    @Override
    public Answer<Mx> mx(String domain) {
        return ask(
                domain,
                Type.MX,
                record -> {
                    var mx = (MXRecord) record;
                    return new Mx(mx.getPriority(), DnsReply.text(mx.getTarget()));
                });
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) { // RFC 6761 §6.3
            return new Found<>(host, List.of(InetAddress.ofLiteral("127.0.0.1")), false);
        }
        var v6 = ask(host, Type.AAAA, record -> ((AAAARecord) record).getAddress());
        if (v6 instanceof NoDomain) {
            return v6;
        }
        return join(v6, ask(host, Type.A, record -> ((ARecord) record).getAddress()));
    }

    private static Answer<InetAddress> join(Answer<InetAddress> v6, Answer<InetAddress> v4) {
        boolean authentic = v6.authentic() && v4.authentic();
        return switch (v4) {
            case Found(var owner, var records, _) -> {
                var all = new ArrayList<>(v6.records());
                all.addAll(records);
                yield new Found<>(owner, all, authentic);
            }
            case Answer<InetAddress> none when v6 instanceof None -> none;
            case Failure<InetAddress> _ -> v6; // half an answer is better than none
            default -> v6.failed() ? v6 : new Found<>(owner(v6), v6.records(), authentic);
        };
    }

    private static String owner(Answer<InetAddress> answer) {
        return answer instanceof Found(var owner, _, _) ? owner : "";
    }

    @Override
    public Answer<String> txt(String name) {
        return ask(name, Type.TXT, record -> joined((TXTRecord) record));
    }

    private static String joined(TXTRecord text) {
        var octets = new ByteArrayOutputStream();
        text.getStringsAsByteArrays().forEach(octets::writeBytes);
        return octets.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Answer<String> ptr(InetAddress address) {
        return ask(ReverseMap.fromAddress(address), Type.PTR)
                .map(record -> DnsReply.text(((PTRRecord) record).getTarget()));
    }

    @Override
    public Answer<Tlsa> tlsa(int port, String host) {
        return ask(
                "_" + port + "._tcp." + host,
                Type.TLSA,
                record -> {
                    var tlsa = (TLSARecord) record;
                    return new Tlsa(
                            tlsa.getCertificateUsage(),
                            tlsa.getSelector(),
                            tlsa.getMatchingType(),
                            tlsa.getCertificateAssociationData());
                });
    }

    private <R> Answer<R> ask(String name, int type, Function<Record, R> view) {
        try {
            return ask(Name.fromString(name, Name.root), type).map(view);
        } catch (TextParseException unthinkable) {
            return new NoDomain<>(false); // what cannot be a name has no records
        }
    }

    private Answer<Record> ask(Name name, int type) {
        var question = new Question(name, type);
        var kept = anew ? null : cache.getIfPresent(question);
        if (kept != null && clock.instant().isBefore(kept.until())) {
            return kept.reply().answer();
        }
        var timer = Timer.start(meters);
        var reply = query(name, type);
        timer.stop(meters.timer("bocau.dns.lookups", "result", result(reply.answer())));
        var life =
                reply.life().compareTo(properties.maxLife()) < 0
                        ? reply.life()
                        : properties.maxLife();
        cache.put(question, new Kept(reply, clock.instant().plus(life)));
        return reply.answer();
    }

    private static String result(Answer<Record> answer) {
        return switch (answer) {
            case Found<Record> _ -> "found";
            case None<Record> _ -> "none";
            case NoDomain<Record> _ -> "nodomain";
            case Failure<Record> _ -> "failed";
        };
    }

    private DnsReply query(Name name, int type) {
        var last = DnsReply.failure("no resolver");
        for (int round = 0; round < properties.tries(); round++) {
            for (var server : servers) {
                last = query(server, name, type);
                if (!last.answer().failed()) {
                    return last;
                }
            }
        }
        log.debug("no answer for {} {}: {}", name, Type.string(type), last.answer());
        return last;
    }

    private DnsReply query(SimpleResolver server, Name name, int type) {
        var query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.AD); // RFC 6840 §5.7: tell me what DNSSEC says
        try {
            return DnsReply.of(name, type, server.send(query), trusted);
        } catch (IOException e) {
            return DnsReply.failure(String.valueOf(e.getMessage()));
        }
    }
}
