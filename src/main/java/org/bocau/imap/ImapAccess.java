package org.bocau.imap;

import org.bocau.account.CapabilityMasks;
import org.bocau.account.Directory;
import org.bocau.security.Logins;
import org.bocau.security.SaslMechanisms;
import org.springframework.stereotype.Component;

/** What the server lets people in with. */
@Component
record ImapAccess(
        Logins logins,
        SaslMechanisms mechanisms,
        Directory directory,
        CapabilityMasks masks,
        SessionCount sessions) {}
