package org.bocau.reading;

import org.bocau.mailclient.NoSuchMailException;
import org.jspecify.annotations.Nullable;

/**
 * A file among the others it came with.
 *
 * @param message the letter in the folder
 * @param number its place among the files, from 1
 * @param count how many there are
 * @param around the number of the enclosed letter that holds it; empty where the letter in the
 *     folder does
 */
record PreviewView(
        MessageView message,
        AttachmentView file,
        int number,
        int count,
        @Nullable AttachmentView previous,
        @Nullable AttachmentView next,
        String around) {
    /**
     * @param holder {@code message}, or the one enclosed in it that has the file
     * @throws NoSuchMailException the part is none of its files
     */
    static PreviewView of(MessageView message, MessageView holder, String section) {
        var files = holder.attachments();
        int at = files.stream().map(AttachmentView::section).toList().indexOf(section);
        if (at < 0) throw new NoSuchMailException("no file " + section);
        return new PreviewView(
                message,
                files.get(at),
                at + 1,
                files.size(),
                at == 0 ? null : files.get(at - 1),
                at + 1 == files.size() ? null : files.get(at + 1),
                around(message, holder));
    }

    private static String around(MessageView message, MessageView holder) {
        if (holder.root().section().equals(message.root().section())) return "";
        var root = holder.root();
        return root.isMultipart()
                ? root.section()
                : root.section().substring(0, root.section().lastIndexOf('.'));
    }

    /** Where it is shown when this is over. */
    public String back() {
        var letter = "/mail/" + message.folder().path().segment() + "/" + message.uid();
        return around.isEmpty() ? letter : letter + "/view/" + around;
    }
}
