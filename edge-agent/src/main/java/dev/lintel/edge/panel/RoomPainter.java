package dev.lintel.edge.panel;

import dev.lintel.edge.panel.RoomPictures.Picture;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.wire.PanelCodec;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Paints one room: its picture is made once and written out once, however many screens show it.
///
/// Safe for all threads. They take turns, and each looks at the floor at its own turn: a heartbeat that looked before a
/// commit and painted after it would bring a button back that has just been touched.
final class RoomPainter {

    private final SpaceId space;
    private final RoomPictures pictures;
    private final Supplier<List<Screen>> screens;
    private final PanelCodec codec = new PanelCodec();
    private @Nullable DoorState painted;

    /// @param screens that show this room at present
    RoomPainter(SpaceId space, RoomPictures pictures, Supplier<List<Screen>> screens) {
        this.space = space;
        this.pictures = pictures;
        this.screens = screens;
    }

    /// Shows the room as it is now to those of its screens that show something else.
    ///
    /// @param made counts the picture
    synchronized void paint(Counter made) {
        Picture picture = pictures.now(space);
        made.increment();
        painted = picture.of().orElse(null);
        String frame = null;
        for (Screen screen : screens.get()) {
            if (screen.lacks(picture.message())) {
                frame = frame == null ? codec.encode(picture.message()) : frame;
                screen.show(picture.message(), frame);
            }
        }
    }

    /// A screen has gone; after the last nothing of the floor as it was is kept.
    synchronized void left() {
        if (screens.get().isEmpty()) {
            painted = null;
        }
    }

    /// Whether the floor has changed where this room shows it.
    synchronized boolean behind(DoorState now) {
        DoorState before = painted;
        return before == null || now.differs(space, before);
    }
}
