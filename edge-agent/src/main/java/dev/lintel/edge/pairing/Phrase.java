package dev.lintel.edge.pairing;

/// Three short words that two people can compare across a corridor: 18 bits, enough to notice that one looks at the wrong
/// screen, which is all they are for.
final class Phrase {

    private static final String[] WORDS = ("amber apple arrow baker beach birch blue bread brick brook candle cedar chalk"
            + " cherry cloud clover copper coral cotton crane daisy desert dragon eagle ember falcon fern field flint forest"
            + " garden ginger glass grape harbor hazel honey ivory jacket kettle ladder lemon linen maple marble meadow mint"
            + " north ocean olive orchid paper pepper pine planet plum river rocket saddle silver spruce summer tiger"
            + " velvet").split(" ", -1);
    private static final int COUNT = 3;

    private Phrase() {}

    static String of(String attempt) {
        byte[] hash = Secrets.sha256(attempt);
        StringBuilder phrase = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            phrase.append(i == 0 ? "" : " ").append(WORDS[Byte.toUnsignedInt(hash[i]) % WORDS.length]);
        }
        return phrase.toString();
    }
}
