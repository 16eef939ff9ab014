import { run } from "../../../src/main/run.ts";

void run(process.argv, process.env);
