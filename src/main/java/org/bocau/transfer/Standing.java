package org.bocau.transfer;

import java.util.List;
import org.bocau.account.AccountId;

/**
 * Where an import stood when it was interrupted.
 *
 * @param passed messages and refusals behind it, in the order of the files
 * @param notes how many have been written
 * @param files without their places, which only their node knows
 */
record Standing(
        AccountId account,
        MailImport one,
        ImportChoice choice,
        long passed,
        int notes,
        List<File> files) {
    Standing {
        files = List.copyOf(files);
    }

    /** A file as it was uploaded. */
    record File(String name, FileKind kind, long octets) {}
}
