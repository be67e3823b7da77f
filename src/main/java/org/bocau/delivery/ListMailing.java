package org.bocau.delivery;

import java.io.IOException;
import org.bocau.account.Destination;
import org.bocau.account.Subscriptions;
import org.bocau.message.Spools;
import org.springframework.stereotype.Component;

/** Makes the copies of a message for the members of a mailing list that are not suspended. */
@Component
class ListMailing {
    private final Subscriptions subscriptions;
    private final ListFields fields;
    private final ListProperties properties;
    private final Spools spools;
    private final DomainKeys keys;

    ListMailing(
            Subscriptions subscriptions,
            ListFields fields,
            ListProperties properties,
            Spools spools,
            DomainKeys keys) {
        this.subscriptions = subscriptions;
        this.fields = fields;
        this.properties = properties;
        this.spools = spools;
        this.keys = keys;
    }

    /** The caller closes them. */
    ListCopies copies(Destination.MailingList list, Inbound message) throws IOException {
        var members = subscriptions.active(list.id());
        long most = properties.ownCopies().toBytes();
        return ListCopies.of(list, message, fields, spools, keys, members, most);
    }
}
