package org.bocau.imap;

/** Which messages a command is about. */
record MessageSet(Numbering numbering, SequenceSet set) {}
