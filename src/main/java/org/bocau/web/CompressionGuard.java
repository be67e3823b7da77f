package org.bocau.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Answers to what another site has asked for are not compressed: who has a browser ask for pages
 * with words of his own in them, and sees how long the answers are, learns from their compressed
 * length what else is in them (BREACH). Our own pages' requests he cannot make.
 */
final class CompressionGuard extends ValveBase {
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    CompressionGuard() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null && OTHER_SITES.contains(site)) {
            request.getCoyoteRequest().getMimeHeaders().removeHeader("accept-encoding");
        }
        getNext().invoke(request, response);
    }
}
