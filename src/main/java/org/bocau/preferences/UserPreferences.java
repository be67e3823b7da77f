package org.bocau.preferences;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one person has chosen, and the defaults for what they have not. The language is the
 * account's own ({@code account.Account.language}): others than the webmail speak it too.
 *
 * @param zone of dates; null: as the browser says
 * @param theme null: as chosen on this browser
 * @param conversations messages of one thread are one row and one page
 * @param listWidth pixels, where the reading pane stands to the right
 * @param listHeight pixels, where it stands below
 * @param markReadSeconds until a message that is looked at counts as read; -1: never by itself
 * @param advance where an action on the open message leads
 * @param darkMail messages get dark paper in the dark theme
 * @param undoSeconds a sent message can be taken back
 * @param composeIn where a new message is written
 * @param plainText messages are written without formatting
 * @param shortcuts single keys do things (WCAG 2.1.4 wants them switchable)
 * @param notifyOpen the browser tells of new mail while a tab is open but not looked at
 */
public record UserPreferences(
        @Nullable ZoneId zone,
        @Nullable Theme theme,
        Density density,
        Layout layout,
        boolean conversations,
        int listWidth,
        int listHeight,
        int markReadSeconds,
        Advance advance,
        RemoteImages remoteImages,
        boolean darkMail,
        int undoSeconds,
        ComposeIn composeIn,
        boolean plainText,
        ReplyPosition replyPosition,
        Receipts receipts,
        boolean shortcuts,
        boolean notifyOpen) {

    /** Of somebody who has chosen nothing. */
    public static final UserPreferences DEFAULTS = of(Map.of());

    /** Colours; AUTO follows the system. */
    public enum Theme {
        AUTO,
        LIGHT,
        DARK
    }

    /** How much room a row of the list has. */
    public enum Density {
        COMFORTABLE,
        COSY,
        COMPACT
    }

    /** Where the reading pane is; NONE: a message takes the list's place. */
    public enum Layout {
        RIGHT,
        BELOW,
        NONE
    }

    /**
     * What follows when the open message has been dealt with; AUTO: the next older one where it
     * stands beside the list, else the list.
     */
    public enum Advance {
        AUTO,
        LIST,
        OLDER,
        NEWER
    }

    /** Whether pictures from elsewhere are fetched, by our proxy. */
    public enum RemoteImages {
        ASK,
        ALWAYS,
        NEVER
    }

    /** WINDOW: over the list, where there is room for one; PAGE: on a page of its own. */
    public enum ComposeIn {
        WINDOW,
        PAGE
    }

    /** Where the answer stands in relation to what it quotes. */
    public enum ReplyPosition {
        ABOVE,
        BELOW
    }

    /** What happens when a sender asks to be told that their message was read. */
    public enum Receipts {
        ASK,
        NEVER,
        ALWAYS
    }

    /** What the rows of one account say; whatever is unknown or out of range is the default. */
    static UserPreferences of(Map<String, String> rows) {
        var zone = Setting.ZONE.in(rows);
        return new UserPreferences(
                zone.isEmpty() ? null : ZoneId.of(zone),
                Setting.THEME.in(rows).isEmpty()
                        ? null
                        : choice(Theme.values(), Setting.THEME, rows),
                choice(Density.values(), Setting.DENSITY, rows),
                choice(Layout.values(), Setting.LAYOUT, rows),
                yes(Setting.CONVERSATIONS, rows),
                number(Setting.LIST_WIDTH, rows),
                number(Setting.LIST_HEIGHT, rows),
                number(Setting.MARK_READ, rows),
                choice(Advance.values(), Setting.ADVANCE, rows),
                choice(RemoteImages.values(), Setting.REMOTE_IMAGES, rows),
                yes(Setting.DARK_MAIL, rows),
                number(Setting.UNDO_SEND, rows),
                choice(ComposeIn.values(), Setting.COMPOSE_IN, rows),
                yes(Setting.PLAIN_TEXT, rows),
                choice(ReplyPosition.values(), Setting.REPLY_POSITION, rows),
                choice(Receipts.values(), Setting.RECEIPTS, rows),
                yes(Setting.SHORTCUTS, rows),
                yes(Setting.NOTIFY_OPEN, rows));
    }

    private static boolean yes(Setting setting, Map<String, String> rows) {
        return Boolean.parseBoolean(setting.in(rows));
    }

    private static int number(Setting setting, Map<String, String> rows) {
        return Integer.parseInt(setting.in(rows));
    }

    private static <E extends Enum<E>> E choice(
            E[] all, Setting setting, Map<String, String> rows) {
        var tag = setting.in(rows);
        return Arrays.stream(all)
                .filter(one -> Setting.tag(one).equals(tag))
                .findFirst()
                .orElseThrow(); // the setting accepts only these
    }

    /** Each setting's value as forms show it, by {@link Setting#key}. */
    public Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        values.put(Setting.ZONE.key(), zone == null ? "" : zone.getId());
        values.put(Setting.THEME.key(), theme == null ? "" : Setting.tag(theme));
        values.put(Setting.DENSITY.key(), Setting.tag(density));
        values.put(Setting.LAYOUT.key(), Setting.tag(layout));
        values.put(Setting.CONVERSATIONS.key(), Boolean.toString(conversations));
        values.put(Setting.LIST_WIDTH.key(), Integer.toString(listWidth));
        values.put(Setting.LIST_HEIGHT.key(), Integer.toString(listHeight));
        values.put(Setting.MARK_READ.key(), Integer.toString(markReadSeconds));
        values.put(Setting.ADVANCE.key(), Setting.tag(advance));
        values.put(Setting.REMOTE_IMAGES.key(), Setting.tag(remoteImages));
        values.put(Setting.DARK_MAIL.key(), Boolean.toString(darkMail));
        values.put(Setting.UNDO_SEND.key(), Integer.toString(undoSeconds));
        values.put(Setting.COMPOSE_IN.key(), Setting.tag(composeIn));
        values.put(Setting.PLAIN_TEXT.key(), Boolean.toString(plainText));
        values.put(Setting.REPLY_POSITION.key(), Setting.tag(replyPosition));
        values.put(Setting.RECEIPTS.key(), Setting.tag(receipts));
        values.put(Setting.SHORTCUTS.key(), Boolean.toString(shortcuts));
        values.put(Setting.NOTIFY_OPEN.key(), Boolean.toString(notifyOpen));
        return values;
    }
}
