package org.bocau.transfer;

import java.time.Clock;
import org.bocau.mailclient.MessageFiling;
import org.bocau.message.Spools;
import org.springframework.stereotype.Component;

/** What every import works with. */
@Component
record ImportTools(
        MessageFiling filing,
        Imports imports,
        Spools spools,
        TransferProperties limits,
        Clock clock) {}
