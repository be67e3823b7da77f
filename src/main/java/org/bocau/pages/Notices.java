package org.bocau.pages;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The short text that the page after a change shows: what has been done. */
@Component
public class Notices {
    private final MessageSource messages;

    Notices(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * Says it on the page that a redirect leads to.
     *
     * @param key of the text, in the language of the request
     */
    public void say(RedirectAttributes redirect, String key, Object... arguments) {
        redirect.addFlashAttribute(
                "notice", messages.getMessage(key, arguments, LocaleContextHolder.getLocale()));
    }
}
