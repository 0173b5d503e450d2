package dev.lintel.provisioning.world;

/// A deliberately broken copy of production: one place of one file is written differently.
///
/// @param fault in words
/// @param seed of the first small world that sees it and is whole without it
/// @param file from the root of the repository
/// @param text that stands there exactly once, whatever the blanks
/// @param instead what the twin has there
record WorldTwin(String fault, long seed, String file, String text, String instead) {

    private static final String LINE = "protocol/src/main/java/dev/lintel/protocol/line/";
    private static final String CLOUD = "cloud-api/src/main/java/dev/lintel/cloud/booking/";
    private static final String EDGE = "edge-agent/src/main/java/dev/lintel/edge/";

    static WorldTwin ofTheCore(String fault, long seed, String file, String text, String instead) {
        return new WorldTwin(fault, seed, LINE + file, text, instead);
    }

    static WorldTwin ofTheCloud(String fault, long seed, String file, String text, String instead) {
        return new WorldTwin(fault, seed, CLOUD + file, text, instead);
    }

    static WorldTwin ofTheDoor(String fault, long seed, String file, String text, String instead) {
        return new WorldTwin(fault, seed, EDGE + file, text, instead);
    }
}
