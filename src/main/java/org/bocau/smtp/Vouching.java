package org.bocau.smtp;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bocau.account.Account;
import org.bocau.delivery.Origin;
import org.bocau.mailauth.AuthenticationResults;
import org.bocau.mailauth.AuthenticationResults.Finding;
import org.bocau.mailauth.Body;
import org.bocau.mailauth.SigningKey;
import org.bocau.mailauth.Verdict;
import org.bocau.mailauth.Verification;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who vouches for one message: for a stranger's it is found out (RFC 8601), for one of our users'
 * we do, by a signature (RFC 6376). On top of it stands how it came.
 */
final class Vouching implements Trace {
    private static final Logger log = LoggerFactory.getLogger(Vouching.class);

    private final Vouchers vouchers;
    private final String host;
    private final Origin origin;
    private final ReversePath from;
    private final String received;
    private List<SigningKey> keys = List.of();
    private @Nullable Verdict verdict;

    /**
     * @param received the Received field, without its last line end
     */
    Vouching(SmtpServer server, Origin origin, ReversePath from, String received) {
        this.vouchers = server.vouchers();
        this.host = server.host();
        this.origin = origin;
        this.from = from;
        this.received = received;
    }

    @Override
    public @Nullable String early(HeaderSection edited) {
        return switch (origin) {
            case Origin.Peer peer ->
                    vouchers.examines(peer.remote()) ? null : fields(List.of(), List.of());
            case Origin.User(Account account, String _) -> {
                keys = vouchers.keys().of(edited);
                yield keys.isEmpty() ? fields(login(account), List.of()) : null;
            }
        };
    }

    @Override
    public String late(HeaderSection header, HeaderSection edited, Body body) throws IOException {
        return switch (origin) {
            case Origin.Peer peer -> fields(examine(peer, header, body).findings(), List.of());
            case Origin.User(Account account, String _) ->
                    fields(login(account), vouchers.keys().sign(edited, body, keys));
        };
    }

    private Verdict examine(Origin.Peer peer, HeaderSection header, Body body) throws IOException {
        var envelope = new Verification.Envelope(peer.remote(), peer.helo(), from.address());
        var since = vouchers.meters().begin();
        var found = vouchers.verification().verify(envelope, header, body);
        vouchers.meters().examined(since, found);
        log.info("{}: {}", peer.trace(), found.summary());
        verdict = found;
        return found;
    }

    @Override
    public @Nullable Verdict verdict() {
        return verdict;
    }

    /** RFC 8601 §2.7.4. */
    private static List<Finding> login(Account account) {
        return List.of(Finding.of("auth", "pass").with("smtp.auth", account.address().toString()));
    }

    private String fields(List<Finding> findings, List<String> signatures) {
        return Stream.concat(
                        Stream.of(AuthenticationResults.field(host, findings), received),
                        signatures.stream())
                .map(field -> field + "\r\n")
                .collect(Collectors.joining());
    }
}
