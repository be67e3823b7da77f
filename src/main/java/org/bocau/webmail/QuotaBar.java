package org.bocau.webmail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Storage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The bar under the folders; asked for with every page, so the answer serves for a minute. */
@Component
class QuotaBar {
    private static final int REMEMBERED = 5_000; // people
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

    private final Storage storage;
    private final Cache<AccountId, Optional<Storage.Use>> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();

    QuotaBar(Storage storage) {
        this.storage = storage;
    }

    /** Null where there is no limit. */
    @Nullable QuotaView of(MailAccount account, Locale locale) {
        var known = remembered.getIfPresent(account.id());
        if (known == null) {
            known = storage.of(account);
            remembered.put(account.id(), known);
        }
        return known.map(use -> QuotaView.of(use, locale)).orElse(null);
    }
}
