// Half of the tests in one process, which shares the archives and the browser; `group-2.mjs` has the others.

import "./hostile.test.mjs";
import "./markup.test.mjs";
import "./archive-states.test.mjs";
import "./load.test.mjs";
