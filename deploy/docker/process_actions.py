"""`./dev kill|stop|start|restart` on containers; a kill is a crash, so that the engine starts it again by itself."""

import time

from deploy.docker.stack import Container, Stack

SECONDS = 60


def act(stack: Stack, verb: str, name: str) -> str:
    """What came of it; raises RuntimeError with the reason when it could not be done."""
    process, _, child = name.partition("/")
    before = stack.find(process)
    if child:
        return _kill_child(stack, verb, before, child)
    if verb == "kill":
        outcome = _crash(stack, before)
    else:
        stack.docker(verb, *(["--time", "30"] if verb in ("stop", "restart") else []), before.id)
        outcome = stack.find(process).state
    if verb != "stop":
        _await_running(stack, process, not_pid=before.pid)
    stack.write()
    return outcome


def _crash(stack: Stack, container: Container) -> str:
    """SIGKILL from outside: `docker kill` would count as our wish, and nothing would start it again."""
    if not container.pid:
        raise RuntimeError(f"{container.name} does not run")
    helper = ["run", "--rm", "--pid=host", "--network=none", "--read-only", "--cap-drop=ALL", "--cap-add=KILL"]
    image = f"lend/tools:{stack.tag}"
    stack.docker(*helper, "--user=0", "--entrypoint=bash", image, "-c", f"kill -9 {container.pid}")
    return f"killed {container.pid}"


_KILL = """
for each in /proc/[0-9]*; do
  if grep -aqs "^lend $0 $1" $each/cmdline; then kill -9 ${each#/proc/}; exit; fi
done
exit 1
"""


def _kill_child(stack: Stack, verb: str, parent: Container, child: str) -> str:
    if verb != "kill":
        raise RuntimeError(f"{parent.name}/{child} is a child: it can only be killed, its parent starts it again")
    try:
        stack.docker("exec", parent.id, "bash", "-c", _KILL, str(parent.service), child)
    except RuntimeError as exc:
        raise RuntimeError(f"{parent.name} has no child called {child} ({exc})") from None
    return "killed"


def _await_running(stack: Stack, name: str, not_pid: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        now = stack.find(name)
        if now.state == "running" and now.pid not in (0, not_pid):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{name} does not run again after {SECONDS} s")
