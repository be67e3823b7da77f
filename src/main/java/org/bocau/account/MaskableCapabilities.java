package org.bocau.account;

import java.util.List;

/**
 * Which capabilities can be hidden from an account. The protocol that has them lies above this
 * module: it implements this, {@link CapabilityMasks} and the console ask.
 */
public interface MaskableCapabilities {
    /** As the protocol writes them, in its order. */
    List<String> names();
}
