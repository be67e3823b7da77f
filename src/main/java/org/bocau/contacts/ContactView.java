package org.bocau.contacts;

import java.util.List;

/**
 * A contact as its page shows it.
 *
 * @param others what else is on the card: names of properties that the page has no field for
 */
record ContactView(
        long id,
        int version,
        String label,
        boolean collected,
        ContactForm form,
        List<String> others) {}
