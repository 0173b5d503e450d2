package dev.lintel.edge.powercut;

import dev.lintel.edge.powercut.Recording.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A disk that owes nobody anything that was not synced: what it holds after a cut is any mixture of what was written
/// since the last sync, sector by sector, in any order, with any of it garbled, and with any of the sizes in between.
final class Disk {

    /// What a cut does to what was not synced.
    enum Weather {
        /// Everything arrived: the process died, the disk did not.
        KEPT,
        /// Nothing arrived.
        DROPPED,
        /// A part arrived in order; the sector it stopped in is garbage.
        TORN,
        /// Each sector arrived, or not, or as garbage.
        SHUFFLED
    }

    /// What disks write at once. A write that is longer can be torn at each of these.
    private static final int SECTOR = 512;

    private static final class Kept {
        private String name = "";
        private boolean exists;
        private byte[] bytes = {};
        private final List<Step> pending = new ArrayList<>();
    }

    private final Map<Integer, Kept> files = new LinkedHashMap<>();
    private final Map<String, byte[]> before;

    /// @param before what its files held, by name, and will hold for good, when it was first listened to
    Disk(Map<String, byte[]> before) {
        this.before = before;
    }

    void apply(Step step) {
        switch (step) {
            case Step.Open(int file, String name) -> opened(file(file), name);
            case Step.Write(int file, int _, byte[] _) -> file(file).pending.add(step);
            case Step.Truncate(int file, int _) -> file(file).pending.add(step);
            case Step.Sync(int file, boolean folder) -> {
                settle(file(file), file(file).pending.size());
                if (folder) {
                    files.values().forEach(Disk::settleRemovals);
                }
            }
            case Step.Delete(int file, boolean durable) -> {
                Kept kept = file(file);
                kept.pending.add(step);
                if (durable) {
                    settle(kept, kept.pending.size());
                }
            }
            case Step.Mark _ -> {
                // Nothing that a disk hears of.
            }
        }
    }

    private void opened(Kept kept, String name) {
        if (kept.name.isEmpty()) {
            kept.name = name;
            kept.exists = before.containsKey(name);
            kept.bytes = before.getOrDefault(name, kept.bytes);
        }
    }

    private Kept file(int number) {
        return files.computeIfAbsent(number, _ -> new Kept());
    }

    private static void settleRemovals(Kept kept) {
        for (int i = kept.pending.size(); i > 0; i--) {
            if (kept.pending.get(i - 1) instanceof Step.Delete) {
                settle(kept, i);
            }
        }
    }

    private static void settle(Kept kept, int count) {
        List<Step> settled = kept.pending.subList(0, Math.min(count, kept.pending.size()));
        kept.exists = true;
        for (Step step : settled) {
            switch (step) {
                case Step.Write(int _, int offset, byte[] bytes) -> kept.bytes = written(kept.bytes, offset, bytes);
                case Step.Truncate(int _, int size) -> kept.bytes = Arrays.copyOf(kept.bytes, size);
                case Step.Delete _ -> {
                    kept.bytes = new byte[0];
                    kept.exists = false;
                }
                case Step.Open _,Step.Sync _,Step.Mark _ -> throw new IllegalStateException("never pending");
            }
            kept.exists = kept.exists || step instanceof Step.Write;
        }
        settled.clear();
    }

    private static byte[] written(byte[] before, int offset, byte[] bytes) {
        byte[] after = before.length >= offset + bytes.length ? before : Arrays.copyOf(before, offset + bytes.length);
        System.arraycopy(bytes, 0, after, offset, bytes.length);
        return after;
    }

    /// Writes one of the disks that a cut at this moment may leave behind.
    void afterCut(Path folder, Weather weather, SplittableRandom chance) throws IOException {
        for (Kept kept : files.values()) {
            Path path = folder.resolve(kept.name);
            Files.deleteIfExists(path);
            Surviving surviving = new Surviving(kept.bytes.clone(), kept.exists);
            int arrives = weather == Weather.TORN ? chance.nextInt(kept.pending.size() + 1) : 0;
            for (int i = 0; i < kept.pending.size(); i++) {
                Weather here = weather != Weather.TORN ? weather
                        : i < arrives ? Weather.KEPT : i == arrives ? Weather.SHUFFLED : Weather.DROPPED;
                surviving.meet(kept.pending.get(i), here, chance);
            }
            if (weather == Weather.SHUFFLED && surviving.bytes.length > kept.bytes.length && chance.nextInt(4) == 0) {
                // The data arrived and the size did not.
                surviving.bytes = Arrays.copyOf(surviving.bytes,
                        chance.nextInt(kept.bytes.length, surviving.bytes.length + 1));
            }
            if (surviving.exists) {
                Files.write(path, surviving.bytes);
            }
        }
        Files.deleteIfExists(folder.resolve("floor.db-shm"));
    }

    private static final class Surviving {
        private byte[] bytes;
        private boolean exists;

        Surviving(byte[] bytes, boolean exists) {
            this.bytes = bytes;
            this.exists = exists;
        }

        void meet(Step step, Weather weather, SplittableRandom chance) {
            boolean whole = weather == Weather.KEPT || (weather == Weather.SHUFFLED && chance.nextBoolean());
            switch (step) {
                case Step.Write(int _, int offset, byte[] from) -> {
                    if (weather == Weather.KEPT) {
                        put(offset, from);
                    } else if (weather == Weather.SHUFFLED) {
                        sectors(offset, from, chance);
                    }
                }
                case Step.Truncate(int _, int size) when whole -> bytes = Arrays.copyOf(bytes, size);
                case Step.Delete _ when whole -> {
                    bytes = new byte[0];
                    exists = false;
                }
                case Step.Truncate _,Step.Delete _ -> {
                    // Lost with the folder's or the file's own record.
                }
                case Step.Open _,Step.Sync _,Step.Mark _ -> throw new IllegalStateException("never pending");
            }
        }

        private void put(int offset, byte[] from) {
            bytes = written(bytes, offset, from);
            exists = true;
        }

        private void sectors(int offset, byte[] from, SplittableRandom chance) {
            int at = 0;
            while (at < from.length) {
                int until = Math.min(from.length, ((offset + at) / SECTOR + 1) * SECTOR - offset);
                byte[] sector = Arrays.copyOfRange(from, at, until);
                int fate = chance.nextInt(8);
                if (fate == 0) {
                    chance.nextBytes(sector);
                }
                if (fate < 5) {
                    put(offset + at, sector);
                }
                at = until;
            }
        }
    }
}
