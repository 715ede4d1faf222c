"""Does what the Dockerfile says, step by step, where there is no Docker engine: `make docker-steps` (root, Linux).

The base image is a fresh Debian 12 with its own Python 3.11, made by debootstrap; each stage is a copy of it; RUN
runs in a chroot; the last stage then runs as the Dockerfile's user, without capabilities, on a file system that is
read-only but for /tmp and the volumes, and is asked for its health by the Dockerfile's own HEALTHCHECK.

It does not prove what only an engine can: that the base image can be pulled, layers and their cache, the network
between containers, and compose.yaml as a whole.
"""

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from deploy.dockerfile import Instruction, Stage, is_ignored, read_ignored, read_stages

CONTEXT = Path(__file__).resolve().parents[1]
# What this machine needs to reach the package registries, where it needs anything.
NETWORK = re.compile(
    r"^PIP_(EXTRA_)?INDEX_URL$|^PIP_CERT$|^(NPM_CONFIG|npm_config)_|_(PROXY|proxy)$|CA_CERTS$|CERT_FILE$|CA_BUNDLE$"
)
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"


@dataclass(slots=True)
class Container:
    """One stage as it grows: a root folder and what the instructions have set so far."""

    root: Path
    environment: dict[str, str] = field(
        default_factory=lambda: {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
    )
    folder: str = "/"
    user: str = "0:0"
    volumes: list[str] = field(default_factory=list[str])
    health: list[str] = field(default_factory=list[str])
    command: list[str] = field(default_factory=list[str])

    def expand(self, text: str) -> str:
        """`$NAME` by what ENV and ARG have set."""
        return re.sub(r"\$(\w+)", lambda found: self.environment.get(found[1], ""), text)

    def inside(self, path: str) -> Path:
        """A path of the container on this machine."""
        return self.root / (Path(self.folder) / path).as_posix().lstrip("/")

    def shell(self, *words: str, frozen: bool = False, extra: dict[str, str] | None = None) -> list[str]:
        """The command that runs `words` inside, as the container's user; `frozen` as the finished image runs."""
        root = shlex.quote(str(self.root))
        mounts = [f"mount --bind {root} {root}", f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev"]
        if frozen:
            mounts += [f"mount --bind {root}{volume} {root}{volume}" for volume in self.volumes]
            mounts += [f"mount -o remount,ro,bind {root}", f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp"]  # noqa: S108 (the image's own)
        settings = {**self.environment, **(extra or {})}
        settings |= {} if frozen else {name: value for name, value in os.environ.items() if NETWORK.search(name)}
        given = [f"{name}={value}" for name, value in settings.items()]
        uid, gid = self.user.split(":")
        drop = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
        drop += ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"] if frozen else []
        at = ["sh", "-c", f'cd {shlex.quote(self.folder)} && exec "$@"', "sh"]
        run = shlex.join(["chroot", str(self.root), "env", "-i", *given, *drop, *at, *words])
        return ["unshare", "--mount", "--propagation=private", "sh", "-ec", "\n".join([*mounts, f"exec {run}"])]


def make_base(folder: Path) -> Path:
    """A Debian 12 with Python 3.11, made once a folder."""
    base = folder / "base"
    if not base.exists():
        print("Making the base with debootstrap (two minutes)", flush=True)
        include = "--include=python3,python3-venv,ca-certificates"
        subprocess.run(("debootstrap", "--variant=minbase", include, "bookworm", base), check=True, capture_output=True)
    shutil.copy("/etc/resolv.conf", base / "etc/resolv.conf")
    if Path(f"/{CERTIFICATES}").exists():
        shutil.copy(f"/{CERTIFICATES}", base / CERTIFICATES)
    python = base / "usr/local/bin/python"
    if not python.is_symlink():
        python.symlink_to("/usr/bin/python3")
    return base


def copy_in(instruction: Instruction, into: Container, built: dict[str, Container]) -> None:
    """COPY: from the context, but for what .dockerignore names, or from an earlier stage."""
    parts = instruction.parts
    if parts[0].startswith("--from="):
        source = built[parts[0].removeprefix("--from=")].root / parts[1].lstrip("/")
        subprocess.run(("cp", "-a", f"{source}/.", _made(into.inside(parts[2]))), check=True)
        return
    ignored = read_ignored(CONTEXT)
    for name in parts[:-1]:
        source = CONTEXT / name
        if source.is_file():
            shutil.copy(source, _made(into.inside(parts[-1])))
            continue

        def left_out(folder: str, names: list[str]) -> set[str]:
            at = Path(folder).relative_to(CONTEXT)
            return {found for found in names if is_ignored((at / found).as_posix(), ignored)}

        shutil.copytree(source, into.inside(parts[-1]), ignore=left_out, dirs_exist_ok=True, symlinks=True)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def follow(instruction: Instruction, container: Container, built: dict[str, Container]) -> None:  # noqa: C901 (one case a word)
    """Do one instruction. Raises CalledProcessError, or ValueError for a word that is not known here."""
    text = container.expand(instruction.text)
    match instruction.word:
        case "ENV":
            container.environment |= dict(part.split("=", 1) for part in shlex.split(text))
        case "ARG":
            name, _, default = text.partition("=")
            container.environment.setdefault(name, default)
        case "WORKDIR":
            container.folder = text
            _made(container.inside("."))
        case "COPY":
            copy_in(instruction, container, built)
        case "RUN":
            subprocess.run(container.shell("sh", "-c", instruction.text), check=True, stdin=subprocess.DEVNULL)
        case "USER":
            container.user = text
        case "VOLUME":
            container.volumes = instruction.parts
        case "HEALTHCHECK":
            container.health = Instruction("CMD", text.partition("CMD ")[2]).parts
        case "ENTRYPOINT" | "CMD":
            container.command += instruction.parts
        case "EXPOSE":
            pass
        case _:
            raise ValueError(f"{instruction.word} is not known to docker_steps")


def build(stage: Stage, folder: Path, built: dict[str, Container]) -> Container:
    """Do the steps of one stage on a fresh copy of the base."""
    root = folder / f"stage-{stage.name}"
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(("cp", "-a", make_base(folder), root), check=True)
    container = Container(root=root)
    for instruction in stage.instructions:
        print(f"{stage.name}: {instruction.word} {instruction.text[:90]}", flush=True)
        begun = time.monotonic()
        follow(instruction, container, built)
        if instruction.word == "RUN":
            print(f"    {time.monotonic() - begun:.0f} s", flush=True)
    return container


def prove(container: Container, port: int) -> None:
    """Run the image as an engine would, until it is healthy, and stop it. Raises RuntimeError."""
    port_is = {"DAYBOOK_PORT": str(port)}
    begun = time.monotonic()
    server = subprocess.Popen(container.shell(*container.command, frozen=True, extra=port_is), start_new_session=True)
    try:
        while subprocess.run(
            container.shell(*container.health, frozen=True, extra=port_is), check=False, capture_output=True
        ).returncode:
            if server.poll() is not None or time.monotonic() - begun > 90:  # noqa: PLR2004 (seconds)
                raise RuntimeError("the image did not become healthy")
            time.sleep(0.5)
        print(f"healthy after {time.monotonic() - begun:.1f} s as user {container.user}")
        for path in ("/srv/daybook/app/x", "/venv/x", "/etc/x"):
            if (
                subprocess.run(container.shell("touch", path, frozen=True), check=False, capture_output=True).returncode
                == 0
            ):
                raise RuntimeError(f"{path} could be written")
        print("nothing but /tmp and the volumes can be written")
    finally:
        begun = time.monotonic()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
        print(f"stopped after {time.monotonic() - begun:.1f} s with status {server.returncode}")


def main() -> int:
    """Build and prove the image; 0 when it is healthy."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=Path("/var/tmp/daybook-steps"), help="where the stages are laid")  # noqa: S108 (root's own use)
    parser.add_argument("--port", type=int, default=3249)
    options = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("docker-steps needs root and debootstrap (apt install debootstrap).", file=sys.stderr)
        return 1
    _made(options.folder)
    built: dict[str, Container] = {}
    for stage in read_stages((CONTEXT / "Dockerfile").read_text()):
        built[stage.name] = build(stage, options.folder, built)
    prove(list(built.values())[-1], options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
