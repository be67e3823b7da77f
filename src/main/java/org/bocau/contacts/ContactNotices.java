package org.bocau.contacts;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The short text that the page after a change shows: what has been done. */
@Component
class ContactNotices {
    private final MessageSource messages;

    ContactNotices(MessageSource messages) {
        this.messages = messages;
    }

    void say(RedirectAttributes redirect, String key, Object... arguments) {
        redirect.addFlashAttribute(
                "notice", messages.getMessage(key, arguments, LocaleContextHolder.getLocale()));
    }
}
