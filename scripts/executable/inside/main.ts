import { run } from "../../../src/main/run.ts";
import { shareArena } from "./allocator.ts";

// Before the first thread.
shareArena();

void run(process.argv, process.env);
