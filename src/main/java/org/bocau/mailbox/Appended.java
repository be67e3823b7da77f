package org.bocau.mailbox;

/** Where a message was put; for APPENDUID and the log. */
public record Appended(MailboxId mailbox, long uidValidity, long uid, long modseq) {}
