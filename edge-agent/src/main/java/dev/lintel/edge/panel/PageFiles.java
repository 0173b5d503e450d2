package dev.lintel.edge.panel;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of the door's page as packed into the agent, read once each.
///
/// Only names of a narrow form are looked up, so no path can climb out of the page's folder; only files that exist are
/// kept, so guessing names fills no memory.
@Singleton
public final class PageFiles {

    static final String INDEX = "index.html";
    private static final String FOLDER = "panel-ui/door/";
    private static final Pattern NAME = Pattern
            .compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}){0,3}");
    private static final Pattern HASHED = Pattern.compile(".*[.-][A-Za-z0-9_-]{8,}\\.(js|css|svg|woff2|png|webp)");
    /// Where the page carries its words: English as it was built, and no name of a build.
    private static final Pattern WORDS = Pattern.compile("(id=\"words\" lang=)\"en\"( data-page=)\"\"([^>]*>)[^<]*");
    private static final int HASH_CHARACTERS = 16;
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"), Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("svg", "image/svg+xml"), Map.entry("png", "image/png"), Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"), Map.entry("ico", "image/x-icon"),
            Map.entry("json", "application/json"), Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain;charset=utf-8"));

    /// A file with its type and a hash of its content. Immutable.
    static final class PageFile {

        private final byte[] bytes;
        private final String type;
        private final String hash;
        private final boolean immutable;

        PageFile(byte[] bytes, String type, boolean immutable) {
            this.bytes = bytes;
            this.type = type;
            this.hash = sha256(bytes);
            this.immutable = immutable;
        }

        /// Not copied: the bytes go straight to the socket, and nothing writes to them.
        byte[] bytes() {
            return bytes;
        }

        String type() {
            return type;
        }

        String hash() {
            return hash;
        }

        boolean immutable() {
            return immutable;
        }
    }

    private final Map<String, PageFile> read = new ConcurrentHashMap<>();
    private final Map<String, PageFile> spoken = new ConcurrentHashMap<>();

    /// The page with the words of this language inside, so that it speaks from its first moment, and with the name of
    /// its build, so that it knows when it is outdated even if a service worker started it. A language the page does not
    /// have is English.
    ///
    /// The words are data, not script: the policy that forbids scripts inside the page lets them be.
    Optional<PageFile> page(Locale locale) {
        return find(INDEX).map(page -> spoken.computeIfAbsent(locale.getLanguage(), language -> spoken(page, language)));
    }

    private PageFile spoken(PageFile page, String language) {
        Optional<PageFile> own = find("words/" + language + ".json");
        Matcher words = WORDS.matcher(new String(page.bytes(), StandardCharsets.UTF_8));
        String text = words.replaceFirst(found -> {
            String said = own.map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                    .orElseGet(() -> found.group().substring(found.group().indexOf('>') + 1));
            return Matcher.quoteReplacement(found.group(1) + '"' + own.map(_ -> language).orElse("en") + '"'
                    + found.group(2) + '"' + page.hash() + '"' + found.group(3) + said);
        });
        return new PageFile(text.getBytes(StandardCharsets.UTF_8), page.type(), false);
    }

    Optional<PageFile> find(String name) {
        PageFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream content = PageFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (content == null) {
                return Optional.empty();
            }
            byte[] bytes = content.readAllBytes();
            PageFile file = new PageFile(bytes, type, HASHED.matcher(name).matches());
            read.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the agent's own jar cannot be read", e);
        }
    }

    /// Names the build of the page: a page that was loaded from another build reloads itself when it hears this one.
    public String build() {
        return find(INDEX).map(PageFile::hash).orElse("none");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0,
                            HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
