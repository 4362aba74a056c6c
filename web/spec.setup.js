/* Node 18 keeps these two behind imports; browsers and later nodes have them. */
import { File } from "node:buffer";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
globalThis.File ??= File;
