package org.bocau.admin;

import java.time.Instant;
import java.util.Locale;
import org.bocau.account.DkimKeyRow;
import org.bocau.account.DomainRow;
import org.bocau.delivery.DomainKeys;
import org.bocau.delivery.Published;

/**
 * A key of a domain as its page shows it.
 *
 * @param name where its record is to be published
 * @param algorithm as signatures name it
 * @param state {@code waiting}, {@code signing} or {@code retired}
 * @param published {@code yes}, {@code different}, {@code no} or {@code unknown}
 */
record DomainKeyView(
        long id,
        String name,
        String record,
        String algorithm,
        String state,
        Instant changedAt,
        String published) {

    static DomainKeyView of(DomainRow domain, DkimKeyRow key, Published published) {
        return new DomainKeyView(
                key.id(),
                DomainKeys.name(domain.name(), key.selector()),
                key.record(),
                key.algorithm().toLowerCase(Locale.ROOT).replace('_', '-'),
                key.state().name().toLowerCase(Locale.ROOT),
                key.changedAt(),
                published.name().toLowerCase(Locale.ROOT));
    }
}
