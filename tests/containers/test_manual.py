"""The page of the manual about containers, followed on those that run."""

import pytest

from deploy.docker.stack import Stack
from tests.manual.session import Shell, follow


@pytest.mark.timeout(600)
def test_deploy_is_followed(containers: Stack) -> None:
    follow(Shell(containers.places), "deploy.md")
