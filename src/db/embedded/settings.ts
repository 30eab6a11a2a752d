interface SettingsInput {
  socketDir: string;
  port: number;
  /** Units: bytes that this machine or its container may use. */
  memory: number;
  platform: NodeJS.Platform;
}

/** Who may connect: everybody who can reach the socket, which only its owner and root can. */
export const accessRules = "local all app trust\nlocal all all reject\n";

/**
 * The text of postgresql.conf, written anew at every start.
 * Units: sizes are in MB, cut to what a machine of 512 MB bears.
 */
export function postgresConf({ socketDir, port, memory, platform }: SettingsInput): string {
  const isLinux = platform === "linux";
  const memoryMb = Math.round(memory / 2 ** 20);
  return `# Written by the server at every start; your own settings belong in user.conf.
listen_addresses = ''
unix_socket_directories = '${quote(socketDir)}'
unix_socket_permissions = 0700
port = ${port}
max_connections = 30
superuser_reserved_connections = 2
# A restore over what is there takes some 130 locks a month, of so many for each connection and each
# worker: 512 do for fifteen years and take 4 MB more than the usual 64, which do for less than three.
max_locks_per_transaction = ${clamp(memoryMb / 2, 512, 1024)}

shared_buffers = ${clamp(memoryMb / 8, 32, 128)}MB
effective_cache_size = ${clamp(memoryMb / 2, 64, 65536)}MB
work_mem = 16MB
maintenance_work_mem = ${clamp(memoryMb / 16, 32, 256)}MB
huge_pages = off
# Not /dev/shm, which holds 64 MB in a container.
dynamic_shared_memory_type = ${isLinux ? "mmap" : "posix"}

fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = minimal
max_wal_senders = 0
wal_compression = pglz
# The log of the past holds salts that are destroyed: it is deleted, not kept to be written over.
wal_recycle = off
max_wal_size = 512MB
min_wal_size = 64MB
checkpoint_timeout = 15min
recovery_init_sync_method = ${isLinux ? "syncfs" : "fsync"}

random_page_cost = 1.1
jit = off
io_method = worker
io_workers = 2
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_workers_per_gather = 2
max_logical_replication_workers = 0
autovacuum_max_workers = 2

timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] '
log_checkpoints = off
# Statements and details may hold what people typed, which no log may.
log_min_error_statement = panic
log_error_verbosity = terse
include_if_exists = 'user.conf'
`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(most, value)));
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}
