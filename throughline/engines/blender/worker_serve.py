"""What the workers inside Blender share: its bundled libraries, and answering requests until the input ends."""

import json
import os
import signal
import sys
import traceback


def _bundled_libraries():
    """Makes the USD and OpenVDB that ship inside Blender importable."""
    import bpy

    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    sys.path.append(os.path.join(bpy.utils.resource_path("LOCAL"), "python", "lib", version, "site-packages"))


def serve(descriptor, seconds, begin, end=lambda: None):
    """Answers one line of JSON after another on the file ``descriptor``, each within ``seconds``, with what ``begin``
    gives to answer them; ``end`` is called where all went well. Ends the process."""
    answers = os.fdopen(int(descriptor), "w", buffering=1)
    os.dup2(2, 1)
    _bundled_libraries()
    import bpy

    answer, code = begin(), 1
    try:
        print(json.dumps({"ready": bpy.app.version_string}), file=answers)
        for line in sys.stdin:
            signal.alarm(seconds)
            print(json.dumps(answer(json.loads(line))), file=answers)
            signal.alarm(0)
        code = 0
    except BrokenPipeError:  # the parent was killed while it waited for an answer
        code = 0
    except Exception:  # noqa: BLE001 - said in the log, whose last lines the parent quotes
        traceback.print_exc()
    if code == 0:
        end()
    sys.stderr.flush()
    os._exit(code)  # Blender's own way out may hang or crash without a screen
