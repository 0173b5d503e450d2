package dev.lintel.provisioning.world.oracle;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who hears the story of a world. Lines are put into words only where somebody listens: of thousands of worlds one is told.
@FunctionalInterface
public interface Teller {

    Teller NOBODY = _ -> {};

    static Teller to(Consumer<String> listener) {
        return line -> listener.accept(line.get());
    }

    void tell(Supplier<String> line);
}
