/**
 * The SMTP server: the MX service for other systems and the submission service for our users. Owns
 * no table. RFC 5321, 821 (SEND SOML SAML), 1870, 2034, 2920, 3030, 3207, 3461, 4865, 4954, 6152,
 * 6409, 6531, 8689, 9422. Invariant: 250 after the data means committed.
 */
@ApplicationModule(
        allowedDependencies = {
            "net",
            "message",
            "account",
            "security",
            "mailbox",
            "delivery",
            "queue",
            "mailauth"
        })
@NullMarked
package org.bocau.smtp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
