"""The stages there are, and moves between them."""

from typing import Any
from uuid import UUID

from flask import Response

from applications.commands import stages as commands
from applications.domain.stages import STAGES, Stage
from applications.schemas.stages import Moved, StageList, Transition
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("applications", "stages")


@blp.get("/stages/")
@blp.response(200, StageList)
@blp.doc(operationId="listStages")
@permission("applications.read")
def find() -> Response:
    return json_text({"items": [_shown(stage, position) for position, stage in enumerate(STAGES)]})


@blp.post("/<uuid:id>/transitions/")
@blp.arguments(Transition)
@blp.response(200, Moved)
@blp.doc(operationId="moveApplication")
@permission("applications.move")
def move(body: dict[str, Any], id: UUID) -> Response:
    return json_text(commands.move(id, body["to"], body.get("reason"), body.get("note")))


@blp.post("/<uuid:id>/transitions/undo/")
@blp.response(200, Moved)
@blp.doc(operationId="undoMove")
@permission("applications.move")
def undo(id: UUID) -> Response:
    return json_text(commands.undo(id))


def _shown(stage: Stage, position: int) -> dict[str, Any]:
    named = {"code": stage.code, "label": stage.label, "tone": stage.tone}
    return {**named, "position": position, "terminal": stage.terminal}
