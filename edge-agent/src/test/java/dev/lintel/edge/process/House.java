package dev.lintel.edge.process;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.copy.Stores;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Standing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A floor of some rooms, each with a paired panel, in the folder of an agent that has not started yet.
public record House(Path data, int rooms) {

    /// As if the cloud had granted the line two weeks ahead, so that everything tried here is the door's own.
    public static House build(Path data, int rooms, Instant now) throws Exception {
        Files.createDirectories(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        DoorPosition position = new DoorPosition(Floor2.ID, 1, Optional.empty(), new Line(now.plus(Duration.ofDays(14))),
                Mark.START, Mark.START, Mark.START, new Standing.Deciding());
        List<Change> rows = new ArrayList<>();
        Files.createDirectories(data.resolve("panels"));
        for (int room = 0; room < rooms; room++) {
            rows.add(new Change.PutSpace(Floor2.space(space(room), "Room " + (room + 1))));
            Path panel = data.resolve("panels").resolve(room + ".json");
            Files.writeString(panel,
                    "{\"panel\":\"" + new PanelId(new UUID(0x0189_0000_0000_7000L, 0x8000_0000_0000_0a00L | room))
                            + "\",\"space\":\"" + space(room) + "\",\"keySha256\":\"" + HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256")
                                            .digest(key(room).getBytes(StandardCharsets.UTF_8)))
                            + "\"}");
            Files.setPosixFilePermissions(panel, PosixFilePermissions.fromString("rw-------"));
        }
        rows.add(new Change.PutDoor(position));
        try (CopyFile file = CopyFile.open(data.resolve("floor.db"))) {
            Stores.door(file)
                    .write(List.of(new DoorStep(DoorState.empty(position).with(rows), rows, List.of(), List.of(),
                            new Outcome.Applied())), now);
        }
        return new House(data, rooms);
    }

    public static SpaceId space(int room) {
        return new SpaceId(new UUID(0x0189_0000_0000_7000L, 0x8000_0000_0000_0500L | room));
    }

    public static String key(int room) {
        return "key-of-the-panel-beside-room-" + room;
    }
}
