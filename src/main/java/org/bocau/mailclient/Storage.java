package org.bocau.mailclient;

import java.util.Optional;
import org.springframework.stereotype.Service;

/** How much of their room somebody's mail takes. RFC 9208. */
@Service
public class Storage {
    private static final String RESOURCE = "STORAGE";
    private static final long UNIT = 1024; // octets, RFC 9208 §5.1

    private final MailClient client;

    Storage(MailClient client) {
        this.client = client;
    }

    /**
     * @param used octets
     * @param limit octets, above 0
     */
    public record Use(long used, long limit) {
        /** Whole per cent, at most 100. */
        public int percent() {
            return (int) Math.min(100, used * 100 / limit);
        }
    }

    /** Empty where there is no limit. */
    public Optional<Use> of(MailAccount account) {
        return client.with(
                account,
                connection -> {
                    if (!connection.hasCapability("QUOTA")) return Optional.empty();
                    for (var root : connection.getQuotaRoot("INBOX")) {
                        if (root.resources == null) continue;
                        for (var one : root.resources) {
                            if (one.name.equalsIgnoreCase(RESOURCE) && one.limit > 0) {
                                return Optional.of(new Use(one.usage * UNIT, one.limit * UNIT));
                            }
                        }
                    }
                    return Optional.empty();
                });
    }
}
