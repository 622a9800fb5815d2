"""The compose file's rules: one door, nobody root, nothing to write on, no login that everybody knows."""

import re
from typing import Any

import pytest
import yaml

from deploy.docker.images import TARGETS
from deploy.docker.stack import ONCE
from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES, has, processes

THEIRS = ("postgres", "rabbitmq")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: container for name, container in compose["services"].items() if name not in THEIRS}


def test_only_the_gateway_is_published_and_on_loopback_unless_told(compose: dict[str, Any]) -> None:
    published = {name: container["ports"] for name, container in compose["services"].items() if container.get("ports")}
    assert published == {"gateway": ["${LEND_BIND:-127.0.0.1}:${LEND_PORT:-8080}:8080"]}
    assert not any(container.get("network_mode") for container in compose["services"].values())


def test_ours_have_no_capabilities_and_a_read_only_root(ours: dict[str, dict[str, Any]]) -> None:
    for name, container in ours.items():
        assert container["read_only"] is True and container["tmpfs"] == ["/tmp"], name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert not container.get("privileged"), name


def test_only_prepare_is_root_and_only_it_may_give_files_away(ours: dict[str, dict[str, Any]]) -> None:
    assert [name for name, container in ours.items() if container.get("user") == "root"] == ["prepare"]
    assert [name for name, container in ours.items() if container.get("cap_add")] == ["prepare"]
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for stage in re.split(r"^FROM ", text, flags=re.MULTILINE)[1:]:
        name = stage.split()[2]
        if name in ("base", "tools", "gateway"):
            assert re.findall(r"^USER (.+)$", stage, re.MULTILINE)[-1] == "10001:10001", name


def test_no_login_is_the_one_that_everybody_knows(compose: dict[str, Any]) -> None:
    broker = compose["services"]["rabbitmq"]["environment"]
    assert broker["RABBITMQ_DEFAULT_USER"] != "guest"
    for password in (
        broker["RABBITMQ_DEFAULT_PASS"],
        compose["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"],
    ):
        assert password.startswith("${"), "it can be given from outside"


def test_every_process_of_the_roster_has_its_container(ours: dict[str, dict[str, Any]]) -> None:
    expected = {service if verb == "web" else f"{service}-{verb}" for service, verb in processes()}
    once = {f"{service}-migrate" for service in SERVICES}
    demo = {f"{service}-demo" for service in SERVICES if has(service, "commands/demo")}
    assert set(ours) == expected | once | demo | {"prepare", "mail", "gateway"}
    assert (once | demo | {"prepare"}) <= set(ONCE)
    for name in expected:
        assert ours[name].get("command", ["web"]) == [dict_verb(name)], name


def dict_verb(name: str) -> str:
    return "web" if name in SERVICES else name.rpartition("-")[2]


def test_migrations_come_first(ours: dict[str, dict[str, Any]]) -> None:
    done = {"condition": "service_completed_successfully"}
    for service in SERVICES:
        assert ours[f"{service}-migrate"]["depends_on"] == {"prepare": done}
        for name in (name for name in ours if name == service or name.startswith(f"{service}-")):
            if not name.endswith("-migrate"):
                assert ours[name]["depends_on"] == {f"{service}-migrate": done}, name


def test_a_service_sees_its_own_settings_alone_and_cannot_write_them(ours: dict[str, dict[str, Any]]) -> None:
    for service in SERVICES:
        for name in (name for name in ours if name == service or name.startswith(f"{service}-")):
            settings = [volume for volume in ours[name]["volumes"] if "-settings:" in volume]
            assert settings == [f"{service}-settings:/run/lend:ro"], name


def test_every_image_is_built_before_somebody_needs_it(ours: dict[str, dict[str, Any]]) -> None:
    """By the first that needs it; the mail catcher and `prepare` wait for nobody, so each builds theirs."""
    built = [container["build"]["target"] for container in ours.values() if container.get("build")]
    assert sorted(built) == sorted((*TARGETS, "tools"))
    for name, container in ours.items():
        assert re.fullmatch(r"lend/[a-z]+:\$\{LEND_TAG:-latest\}", container["image"]), name


def test_what_runs_on_is_watched(compose: dict[str, Any]) -> None:
    """By the image's own check, or by one of the file; nothing that runs on is left out."""
    for name, container in compose["services"].items():
        off = container.get("healthcheck", {}).get("disable", False)
        assert off == (name in ONCE), name
        assert container["restart"] == ("no" if name in ONCE else "unless-stopped"), name
    for name in ("mail", *THEIRS):
        assert compose["services"][name]["healthcheck"]["test"]
