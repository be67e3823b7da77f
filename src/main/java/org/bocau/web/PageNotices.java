package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/**
 * What a redirect has to say waits for the page that says it. A script that fetches a part of the
 * same page in between, since the list has changed for instance, shows no notice and takes none.
 */
final class PageNotices implements FlashMapManager {
    private final FlashMapManager waiting = new SessionFlashMapManager();

    @Override
    public @Nullable FlashMap retrieveAndUpdate(
            HttpServletRequest request, HttpServletResponse response) {
        if ("true".equals(request.getHeader("HX-Request"))) return null;
        return waiting.retrieveAndUpdate(request, response);
    }

    @Override
    public void saveOutputFlashMap(
            FlashMap told, HttpServletRequest request, HttpServletResponse response) {
        waiting.saveOutputFlashMap(told, request, response);
    }
}
