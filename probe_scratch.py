import tempfile, time, json, traceback
from tests.timeline.story import *
def story():
    import contextlib
    d=tempfile.mkdtemp(prefix="probe-")
    cm=opened_story(f"sqlite:///{d}/t.db"); s=cm.__enter__(); s.cm=cm; s.dir=d; return s
def show(name, f):
    try: print(name, "->", f())
    except Exception as e: print(name, "!!", type(e).__name__, e)

