// Half of the tests in one process, which shares the archives and the browser; `group-1.mjs` has the others.

import "./flows.test.mjs";
import "./keys.test.mjs";
import "./history.test.mjs";
import "./keyboard.test.mjs";
import "./tree.test.mjs";
import "./width.test.mjs";
import "./scripts.test.mjs";
import "./axe.test.mjs";
