import type { FolderDisk } from "#src/doctor/facts.ts";
import type { Check, Finding } from "#src/doctor/finding.ts";
import { isDiskNearlyFull, isDiskShort } from "#src/lib/disk.ts";

const filesMin = 4_096;
const mostShare = 0.8;
/** PostgreSQL is unpacked into RUNTIME_DIR once a version, which takes 53 MB. Units: bytes. */
const programsMax = 64 * 2 ** 20;

/** Whether a server runs here, and which. */
export const checkServer: Check = ({ server, version: own }) => {
  const id = "server";
  if (!server)
    return [
      {
        ...{ id, state: "warning" },
        say: ({ server: words }) => ({ what: words.missing, todo: words.missingTodo }),
      },
    ];
  const { version, uptimeSeconds } = server;
  if (version !== own)
    return [
      {
        ...{ id, state: "warning" },
        say: ({ server: words }) => ({
          what: words.other({ version, own }),
          todo: words.otherTodo,
        }),
      },
    ];
  return [
    {
      ...{ id, state: "ok" },
      say: ({ server: words }, { duration }) => ({
        what: words.runs({ version, time: duration(uptimeSeconds * 1_000) }),
      }),
    },
  ];
};

/** Whether there is room where we write. */
export const checkDisks: Check = ({ disks }) =>
  disks.map((of) => (of.setting === "RUNTIME_DIR" ? checkProgramsDisk(of) : checkDisk(of)));

function checkProgramsDisk({ setting: folder, disk: { freeBytes } }: FolderDisk): Finding {
  const isShort = freeBytes < programsMax;
  return {
    ...{ id: "disk", state: isShort ? "warning" : "ok" },
    say: ({ disk: words }, format) => {
      const free = format.bytes(freeBytes);
      if (!isShort) return { what: words.free({ folder, free }) };
      return { what: words.noPrograms({ folder, free }), todo: words.noProgramsTodo };
    },
  };
}

function checkDisk({ setting: folder, disk }: FolderDisk): Finding {
  const { freeBytes, totalBytes } = disk;
  const isFull = isDiskNearlyFull(disk);
  const isShort = isDiskShort(disk);
  return {
    ...{ id: "disk", state: isFull ? "failure" : isShort ? "warning" : "ok" },
    say: ({ disk: words }, format) => {
      const free = format.bytes(freeBytes);
      if (isFull) return { what: words.full({ folder, free }), todo: words.todo };
      const share = format.share(freeBytes / totalBytes);
      if (isShort) return { what: words.short({ folder, free, share }), todo: words.todo };
      return { what: words.free({ folder, free }) };
    },
  };
}

/** Whether the server has what it needs of the machine. */
export const checkLimits: Check = ({ server, machine }) => {
  const id = "limits";
  if (!server) return [];
  const { files, memoryBytes } = server;
  const found: Finding[] = [];
  if (files && files.open > files.max * mostShare)
    found.push({
      ...{ id, state: "warning" },
      say: ({ limits }, { count }) => ({
        what: limits.files({ open: count(files.open), max: count(files.max) }),
        todo: limits.filesTodo,
      }),
    });
  else if (files && files.max < filesMin)
    found.push({
      ...{ id, state: "hint" },
      say: ({ limits }, { count }) => ({
        what: limits.fewFiles({ max: count(files.max) }),
        todo: limits.filesTodo,
      }),
    });
  if (memoryBytes > machine.memoryBytes * mostShare)
    found.push({
      ...{ id, state: "warning" },
      say: ({ limits }, { bytes }) => ({
        what: limits.memory({ memory: bytes(memoryBytes), all: bytes(machine.memoryBytes) }),
        todo: limits.memoryTodo,
      }),
    });
  if (found.length > 0 || !files) return found;
  return [
    {
      ...{ id, state: "ok" },
      say: ({ limits }, { count, bytes }) => ({
        what: limits.enough({
          open: count(files.open),
          max: count(files.max),
          memory: bytes(memoryBytes),
        }),
      }),
    },
  ];
};

/** Whether the server has more rights than it needs. */
export const checkUser: Check = ({ server }) => {
  const id = "user";
  if (!server) return [];
  if (!server.isRoot) return [{ id, state: "ok", say: ({ user }) => ({ what: user.own }) }];
  return [{ id, state: "hint", say: ({ user }) => ({ what: user.root, todo: user.rootTodo }) }];
};
