/*
 * A file system for SQLite that does what the usual one does and writes down every step that a power cut could fall
 * between: each write, truncation, sync and removal of a database or write-ahead log, with its bytes.
 *
 * The power-cut tests load it as an extension, run the door on it, and afterwards build from the recording what a disk
 * may hold when the power goes at any numbered step.
 */
#include <pthread.h>
#include <sqlite3ext.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SQLITE_EXTENSION_INIT1

enum { STEP_OPEN = 1, STEP_WRITE = 2, STEP_TRUNCATE = 3, STEP_SYNC = 4, STEP_DELETE = 5, STEP_MARK = 6 };

typedef struct recorded_file {
  sqlite3_file base;
  uint32_t number;      /* 0: not recorded */
  int syncs_the_folder; /* the first sync of a new log also makes the folder's names durable */
  sqlite3_file *real;
} recorded_file;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs recording_vfs;
static sqlite3_io_methods methods;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *recording;
static char folder[1024];
static char names[64][1024];
static uint32_t name_count;

static sqlite3_file *real(sqlite3_file *file) { return ((recorded_file *)file)->real; }

/* Kind, file, offset and length, little endian as the machine is, then the bytes. */
static void step(uint8_t kind, uint32_t number, uint64_t offset, const void *bytes, uint32_t length) {
  pthread_mutex_lock(&lock);
  if (recording != NULL) {
    fwrite(&kind, 1, 1, recording);
    fwrite(&number, 4, 1, recording);
    fwrite(&offset, 8, 1, recording);
    fwrite(&length, 4, 1, recording);
    if (length > 0) fwrite(bytes, 1, length, recording);
  }
  pthread_mutex_unlock(&lock);
}

static int concerns(const char *path) {
  return path != NULL && recording != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

/* Files are known by name, because a log that is removed and made again is the same to the disk's directory. */
static uint32_t number_of(const char *path) {
  pthread_mutex_lock(&lock);
  uint32_t number = 0;
  for (uint32_t i = 0; i < name_count && number == 0; i++)
    if (strcmp(names[i], path) == 0) number = i + 1;
  if (number == 0 && name_count < 64) {
    snprintf(names[name_count++], sizeof names[0], "%s", path);
    number = name_count;
  }
  pthread_mutex_unlock(&lock);
  return number;
}

static int file_close(sqlite3_file *f) {
  recorded_file *file = (recorded_file *)f;
  return file->real->pMethods != NULL ? file->real->pMethods->xClose(file->real) : SQLITE_OK;
}
static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), to, n, at);
}
static int file_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) {
  recorded_file *file = (recorded_file *)f;
  int result = file->real->pMethods->xWrite(file->real, from, n, at);
  if (file->number > 0 && result == SQLITE_OK) step(STEP_WRITE, file->number, (uint64_t)at, from, (uint32_t)n);
  return result;
}
static int file_truncate(sqlite3_file *f, sqlite3_int64 size) {
  recorded_file *file = (recorded_file *)f;
  int result = file->real->pMethods->xTruncate(file->real, size);
  if (file->number > 0 && result == SQLITE_OK) step(STEP_TRUNCATE, file->number, (uint64_t)size, NULL, 0);
  return result;
}
static int file_sync(sqlite3_file *f, int flags) {
  recorded_file *file = (recorded_file *)f;
  /* The recording stands in for the disk, so waiting for the real one would only make the test slow. */
  if (file->number == 0) return file->real->pMethods->xSync(file->real, flags);
  step(STEP_SYNC, file->number, (uint64_t)file->syncs_the_folder, NULL, 0);
  file->syncs_the_folder = 0;
  return SQLITE_OK;
}
static int file_size(sqlite3_file *f, sqlite3_int64 *size) { return real(f)->pMethods->xFileSize(real(f), size); }
static int file_lock(sqlite3_file *f, int level) { return real(f)->pMethods->xLock(real(f), level); }
static int file_unlock(sqlite3_file *f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
static int file_reserved(sqlite3_file *f, int *out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
static int file_control(sqlite3_file *f, int op, void *arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); }
static int sector_size(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int characteristics(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out) {
  return real(f)->pMethods->xShmMap(real(f), region, size, extend, out);
}
static int shm_lock(sqlite3_file *f, int offset, int n, int flags) {
  return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
static void shm_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int shm_unmap(sqlite3_file *f, int delete) { return real(f)->pMethods->xShmUnmap(real(f), delete); }

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out) {
  recorded_file *file = (recorded_file *)f;
  (void)vfs;
  memset(file, 0, sizeof *file);
  file->real = (sqlite3_file *)&file[1];
  int result = real_vfs->xOpen(real_vfs, path, file->real, flags, out);
  if (file->real->pMethods != NULL) file->base.pMethods = &methods;
  if (result == SQLITE_OK && concerns(path)) {
    file->number = number_of(path);
    file->syncs_the_folder =
        (flags & SQLITE_OPEN_CREATE) != 0 && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    step(STEP_OPEN, file->number, 0, path, (uint32_t)strlen(path));
  }
  return result;
}
static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder) {
  (void)vfs;
  int result = real_vfs->xDelete(real_vfs, path, 0);
  if (result == SQLITE_OK && concerns(path)) step(STEP_DELETE, number_of(path), (uint64_t)sync_folder, NULL, 0);
  return result;
}
static int vfs_access(sqlite3_vfs *v, const char *path, int flags, int *out) {
  (void)v;
  return real_vfs->xAccess(real_vfs, path, flags, out);
}
static int vfs_full_path(sqlite3_vfs *v, const char *path, int n, char *out) {
  (void)v;
  return real_vfs->xFullPathname(real_vfs, path, n, out);
}

/* Begins to record what happens to files whose path begins with the given text. */
int record_to(const char *path, const char *prefix) {
  pthread_mutex_lock(&lock);
  snprintf(folder, sizeof folder, "%s", prefix);
  name_count = 0;
  recording = fopen(path, "wb");
  int result = recording == NULL ? 1 : 0;
  pthread_mutex_unlock(&lock);
  return result;
}

/* Something outside has happened: a person was answered. */
void record_mark(int64_t value) { step(STEP_MARK, 0, (uint64_t)value, NULL, 0); }

void record_end(void) {
  pthread_mutex_lock(&lock);
  if (recording != NULL) fclose(recording);
  recording = NULL;
  pthread_mutex_unlock(&lock);
}

int sqlite3_recorder_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  (void)db;
  (void)error;
  if (real_vfs != NULL) return SQLITE_OK_LOAD_PERMANENTLY;
  real_vfs = sqlite3_vfs_find(NULL);
  recording_vfs = *real_vfs;
  recording_vfs.pNext = NULL;
  recording_vfs.zName = "recorder";
  recording_vfs.szOsFile = (int)sizeof(recorded_file) + real_vfs->szOsFile;
  recording_vfs.xOpen = vfs_open;
  recording_vfs.xDelete = vfs_delete;
  recording_vfs.xAccess = vfs_access;
  recording_vfs.xFullPathname = vfs_full_path;
  methods = (sqlite3_io_methods){2,           file_close,   file_read,   file_write,   file_truncate, file_sync,
                                 file_size,   file_lock,    file_unlock, file_reserved, file_control, sector_size,
                                 characteristics, shm_map,  shm_lock,    shm_barrier,  shm_unmap,     NULL, NULL};
  int result = sqlite3_vfs_register(&recording_vfs, 1);
  return result == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : result;
}
