package dev.lintel.edge.hardware;

/// What a light shines in, each part from 0 to 255.
public record Colour(int red, int green, int blue) {

    public static final Colour DARK = new Colour(0, 0, 0);

    public Colour {
        if (((red | green | blue) & ~0xff) != 0) {
            throw new IllegalArgumentException("a colour's parts are 0 to 255");
        }
    }

    /// The same, weaker.
    ///
    /// @param share from 0 to 1
    Colour times(double share) {
        return new Colour((int) Math.round(red * share), (int) Math.round(green * share), (int) Math.round(blue * share));
    }
}
