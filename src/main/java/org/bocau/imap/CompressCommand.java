package org.bocau.imap;

/**
 * COMPRESS: deflates the rest of the conversation, both ways, after the tagged answer. RFC 4978 §3.
 * Not for the webmail on this machine, which gains nothing from it.
 */
record CompressCommand(String algorithm) implements ImapCommand.AfterLogin {
    static CompressCommand parse(ImapReader in) {
        return new CompressCommand(in.sp().word());
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) {
        var connection = user.session().connection();
        if (!algorithm.equals("DEFLATE") || connection.internal()) {
            throw ImapRefusal.bad("algorithm is not offered");
        }
        if (connection.compressed()) {
            throw ImapRefusal.no(
                    ResponseCode.COMPRESSIONACTIVE, "The connection is compressed already");
        }
        return Completion.okThen(Completion.Next.START_DEFLATE, "DEFLATE active");
    }
}
