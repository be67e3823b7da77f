package org.bocau.admin;

import org.bocau.account.SendingRow;

/** What one account has sent lately, as the page shows it; a limit of 0 is none. */
record SendingLine(
        long id,
        String address,
        long inHour,
        int perHour,
        long inDay,
        int perDay,
        long newInDay,
        int newPerDay,
        long refused) {
    static SendingLine of(SendingRow row) {
        return new SendingLine(
                row.account().value(),
                row.address(),
                row.inHour(),
                row.perHour(),
                row.inDay(),
                row.perDay(),
                row.newInDay(),
                row.newPerDay(),
                row.refused());
    }
}
