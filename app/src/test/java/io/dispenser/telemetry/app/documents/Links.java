package io.dispenser.telemetry.app.documents;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Links that lead nowhere. What is elsewhere is not asked for: only its address has to be one. */
final class Links {

    private Links() {}

    static List<String> dead(Document document) {
        List<String> dead = new ArrayList<>();
        for (Document.Piece link : document.links()) {
            problem(document, link.text())
                    .ifPresent(why -> dead.add(document.path() + ":" + link.line() + ": " + link.text() + ": " + why));
        }
        return dead;
    }

    private static Optional<String> problem(Document document, String link) {
        if (link.contains("://")) {
            return isAddress(link) ? Optional.empty() : Optional.of("is no address");
        }
        int mark = link.indexOf('#');
        String file = mark < 0 ? link : link.substring(0, mark);
        Path target = file.isEmpty()
                ? document.path()
                : document.path().resolveSibling(file).normalize();
        if (!file.isEmpty() && !exists(target)) {
            return Optional.of("there is no " + target);
        }
        if (mark < 0) {
            return Optional.empty();
        }
        Document page = target.equals(document.path()) ? document : Document.of(target.toString());
        return page.anchors().containsKey(link.substring(mark + 1))
                ? Optional.empty()
                : Optional.of(target + " has no such heading");
    }

    private static boolean isAddress(String link) {
        try {
            URI address = URI.create(link);
            return "https".equals(address.getScheme()) && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Inside the project, and in this spelling also where the disk knows no case. */
    private static boolean exists(Path target) {
        Path file = Document.ROOT.resolve(target);
        try {
            return !target.startsWith("..")
                    && Files.exists(file)
                    && file.toRealPath(LinkOption.NOFOLLOW_LINKS).endsWith(target);
        } catch (IOException e) {
            return false;
        }
    }
}
