package org.bocau.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.DkimKeyRow.State;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The keys of our domains: one transaction a method, or the caller's own. An id that is not the
 * domain's is a {@link NoSuchElementException}.
 */
@Service
public class DkimKeyRing {
    private final DkimKeyRepository keys;
    private final JdbcClient jdbc;
    private final Clock clock;

    DkimKeyRing(DkimKeyRepository keys, JdbcClient jdbc, Clock clock) {
        this.keys = keys;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<DkimKeyRow> of(DomainId domain) {
        return keys.ofDomain(domain.value()).stream().map(StoredDkimKey::row).toList();
    }

    /**
     * What mail of this domain is signed with now, oldest first; each message that is sent asks.
     *
     * @param domain A-labels, lower case
     */
    public List<DkimKeyRow> signing(String domain) {
        return jdbc.sql(
                        """
                        select k.id, k.selector, k.algorithm, k.sealed, k.record, k.state, k.created_at, k.changed_at
                          from dkim_key k join domain d on d.id = k.domain_id
                         where d.name = ? and k.state = 'SIGNING' order by k.id
                        """)
                .param(domain)
                .query((row, _) -> key(row))
                .list();
    }

    private static DkimKeyRow key(ResultSet row) throws SQLException {
        return new DkimKeyRow(
                row.getLong("id"),
                row.getString("selector"),
                row.getString("algorithm"),
                row.getBytes("sealed"),
                row.getString("record"),
                State.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }

    /** Those of the domains whose mail is signed now. */
    @Transactional(readOnly = true)
    public Set<DomainId> signing(Collection<DomainId> domains) {
        var ids = domains.stream().map(DomainId::value).toList();
        return keys.signing(ids).stream().map(DomainId::new).collect(Collectors.toSet());
    }

    /**
     * Keys of all domains, oldest first.
     *
     * @param before when they had come into this state at the latest
     * @param most how many
     */
    @Transactional(readOnly = true)
    public List<DomainKeyRow> since(State state, Instant before, int most) {
        return keys.since(state, before, Limit.of(most));
    }

    /** Keeps new keys, {@link State#WAITING}. */
    @Transactional
    public void add(DomainId domain, List<NewDkimKey> fresh) {
        var now = clock.instant();
        keys.saveAll(fresh.stream().map(key -> new StoredDkimKey(domain, key, now)).toList());
    }

    /** From now on this one signs, and those of its algorithm that did are retired. */
    @Transactional
    public DkimKeyRow sign(DomainId domain, long id) {
        var next = find(domain, id);
        if (next.state() == State.WAITING) {
            var now = clock.instant();
            var algorithm = next.row().algorithm();
            for (var key : keys.ofDomain(domain.value())) {
                if (key.state() == State.SIGNING && key.row().algorithm().equals(algorithm)) {
                    key.become(State.RETIRED, now);
                }
            }
            next.become(State.SIGNING, now);
        }
        return next.row();
    }

    /** Forgets a key; one that signs is retired first, so that a second word is needed for it. */
    @Transactional
    public DkimKeyRow remove(DomainId domain, long id) {
        var key = find(domain, id);
        if (key.state() == State.SIGNING) {
            key.become(State.RETIRED, clock.instant());
        } else {
            keys.delete(key);
        }
        return key.row();
    }

    private StoredDkimKey find(DomainId domain, long id) {
        return keys.findByIdAndDomainId(id, domain.value())
                .orElseThrow(() -> new NoSuchElementException("no key " + id));
    }
}
