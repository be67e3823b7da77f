package org.bocau.preferences;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One thing that can be chosen: its name in forms and rows, what it is before anybody chooses, and
 * which values it has. {@link UserPreferences} reads them by type.
 */
public enum Setting {
    /** Empty: as the browser says. */
    ZONE("", value -> value.isEmpty() || isZone(value)),
    /** Empty: as chosen on this browser. */
    THEME("", value -> value.isEmpty() || tags(UserPreferences.Theme.AUTO).contains(value)),
    DENSITY(UserPreferences.Density.COMFORTABLE),
    LAYOUT(UserPreferences.Layout.RIGHT),
    CONVERSATIONS(true),
    /** Pixels of the list beside the reading pane. */
    LIST_WIDTH(380, 260, 900),
    /** Pixels of the list above the reading pane. */
    LIST_HEIGHT(320, 140, 900),
    /** Seconds until a message that is looked at counts as read; -1: never by itself. */
    MARK_READ(0, -1, 60),
    ADVANCE(UserPreferences.Advance.AUTO),
    REMOTE_IMAGES(UserPreferences.RemoteImages.ASK),
    DARK_MAIL(true),
    /** Seconds a sent message waits for second thoughts. */
    UNDO_SEND(10, 0, 60),
    COMPOSE_IN(UserPreferences.ComposeIn.WINDOW),
    PLAIN_TEXT(false),
    REPLY_POSITION(UserPreferences.ReplyPosition.ABOVE),
    RECEIPTS(UserPreferences.Receipts.ASK),
    SHORTCUTS(true),
    /** Notices of the browser while a tab is open. */
    NOTIFY_OPEN(false);

    private final String byDefault;
    private final Predicate<String> rule;
    private final List<String> choices;

    Setting(String byDefault, Predicate<String> rule) {
        this(byDefault, rule, List.of());
    }

    Setting(String byDefault, Predicate<String> rule, List<String> choices) {
        this.byDefault = byDefault;
        this.rule = rule;
        this.choices = choices;
    }

    <E extends Enum<E>> Setting(E byDefault) {
        this(tag(byDefault), tags(byDefault)::contains, tags(byDefault));
    }

    Setting(boolean byDefault) {
        this(Boolean.toString(byDefault), value -> value.equals("true") || value.equals("false"));
    }

    Setting(int byDefault, int least, int most) {
        this(Integer.toString(byDefault), value -> isNumber(value, least, most));
    }

    /** As it stands in the table and in forms: {@code mark-read}. */
    public String key() {
        return tag(this);
    }

    public static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** One of several words: these, in their order; empty for all other kinds. */
    public List<String> choices() {
        return choices;
    }

    public boolean accepts(String value) {
        return rule.test(value);
    }

    /** What these rows say, else the default: a value that is none of ours says nothing. */
    String in(Map<String, String> rows) {
        var stored = rows.get(key());
        return stored != null && accepts(stored) ? stored : byDefault;
    }

    /** Of a constant with its words in upper case, as users and tables see it. */
    static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> List<String> tags(E one) {
        return Arrays.stream(one.getDeclaringClass().getEnumConstants()).map(Setting::tag).toList();
    }

    private static boolean isNumber(String value, int least, int most) {
        if (!value.matches("-?\\d{1,6}")) return false;
        int number = Integer.parseInt(value);
        return least <= number && number <= most;
    }

    private static boolean isZone(String value) {
        if (value.length() > 60) return false;
        try {
            return !ZoneId.of(value).getId().isEmpty();
        } catch (DateTimeException _) {
            return false;
        }
    }
}
