package dev.lintel.cloud.live;

/// The words of the live socket that carry no event.
final class LiveFrames {

    static final String PING = "{\"type\":\"ping\"}";

    private LiveFrames() {}

    /// The watcher is subscribed; what happens after this position will be told.
    static String subscribed(long position) {
        return "{\"type\":\"subscribed\",\"position\":" + position + "}";
    }

    /// Events up to this position are not told one by one: read the resources, then go on from here.
    static String snapshot(long position) {
        return "{\"type\":\"snapshot\",\"position\":" + position + "}";
    }

    /// A slug of the problem catalogue; nothing that the client sent is repeated.
    static String refused(String slug) {
        return "{\"type\":\"refused\",\"error\":\"" + slug + "\"}";
    }
}
