import { isbot } from "isbot";
import { Lru } from "#src/lib/lru.ts";
import { readMachine } from "#src/lib/user-agent.ts";

/** What a user agent says of the visitor's machine. Shape: the columns of an event's row. */
interface Device {
  device: string;
  browser: string;
  browser_version: string;
  os: string;
  os_version: string;
}

interface Agent {
  isBot: boolean;
  device: Device;
}

/** Reads user agents; one that came lately is not read again. */
export type ReadAgent = (userAgent: string) => Agent;

const agentsMax = 2_000;

/** Makes a reader with a bounded memory of its own; reading takes 20 µs, remembering none. */
export function createAgentReader(): ReadAgent {
  const known = new Lru<string, Agent>(agentsMax);
  return (userAgent) => {
    let agent = known.get(userAgent);
    if (!agent) {
      // A browser always says what it is.
      agent = { isBot: userAgent === "" || isbot(userAgent), device: readDevice(userAgent) };
      known.set(userAgent, agent);
    }
    return agent;
  };
}

function readDevice(userAgent: string): Device {
  const { browserVersion, osVersion, ...machine } = readMachine(userAgent);
  return { ...machine, browser_version: browserVersion, os_version: osVersion };
}
