// All tests in one process, which shares the archives and the browser.

import "./flows.test.mjs";
import "./keys.test.mjs";
import "./history.test.mjs";
import "./keyboard.test.mjs";
import "./tree.test.mjs";
import "./width.test.mjs";
import "./scripts.test.mjs";
import "./axe.test.mjs";
import "./markup.test.mjs";
import "./load.test.mjs";
import "./archive-states.test.mjs";
import "./hostile.test.mjs";
