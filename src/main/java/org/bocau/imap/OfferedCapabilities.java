package org.bocau.imap;

import java.util.Arrays;
import java.util.List;
import org.bocau.account.MaskableCapabilities;
import org.springframework.stereotype.Component;

/** Tells the console what can be hidden from an account: all but the protocol itself. */
@Component
class OfferedCapabilities implements MaskableCapabilities {
    @Override
    public List<String> names() {
        return Arrays.stream(Capability.values())
                .filter(Capability::maskable)
                .map(Capability::text)
                .toList();
    }
}
