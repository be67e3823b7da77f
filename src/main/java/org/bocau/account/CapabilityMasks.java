package org.bocau.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Capabilities that an account's mail programs get wrong: they are neither announced to it nor
 * accepted from it, from its next login on.
 */
@Component
public class CapabilityMasks {
    /** A client opens several connections at once; another node's change counts after so long. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int MOST_REMEMBERED = 10_000;

    private final JdbcClient jdbc;
    private final ObjectProvider<MaskableCapabilities> protocols;
    private final Cache<AccountId, SortedSet<String>> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

    CapabilityMasks(JdbcClient jdbc, ObjectProvider<MaskableCapabilities> protocols) {
        this.jdbc = jdbc;
        this.protocols = protocols;
    }

    /** All that can be hidden. */
    public List<String> maskable() {
        return protocols.orderedStream().flatMap(protocol -> protocol.names().stream()).toList();
    }

    /** What is hidden from this account; names of an older version may be among them. */
    public SortedSet<String> of(AccountId account) {
        return remembered.get(account, this::read);
    }

    private SortedSet<String> read(AccountId account) {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(
                        jdbc.sql("select capability from masked_capability where account_id = ?")
                                .param(account.value())
                                .query(String.class)
                                .list()));
    }

    /**
     * Hides these and no others.
     *
     * @param names in any case
     * @return them as they are written
     * @throws FieldRefusal at {@code masked}: there is no such capability, or it must be told
     */
    @Transactional
    public SortedSet<String> replace(AccountId account, Collection<String> names) {
        var wanted = new TreeSet<String>();
        names.forEach(name -> wanted.add(known(name)));
        jdbc.sql("delete from masked_capability where account_id = ?")
                .param(account.value())
                .update();
        for (String name : wanted) {
            jdbc.sql("insert into masked_capability (account_id, capability) values (?, ?)")
                    .params(account.value(), name)
                    .update();
        }
        forgetAfterCommit(account);
        return wanted;
    }

    private void forgetAfterCommit(AccountId account) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        remembered.invalidate(account);
                    }
                });
    }

    private String known(String name) {
        return maskable().stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new FieldRefusal("masked", "refusal.capability.unknown", shortened(name)));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }
}
